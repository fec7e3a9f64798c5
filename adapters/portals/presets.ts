import type { Preset } from './preset.ts'
import { liferays } from './presets-liferay.ts'
import { microsofts } from './presets-microsoft.ts'
import { nukeViets } from './presets-nukeviet.ts'

/** Unique in the world, whoever numbers. */
const uuid = '([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})'

export const presets: readonly Preset[] = [
  ...liferays,
  ...microsofts,
  ...nukeViets,
  {
    name: 'vccorp',
    marks: [
      { in: 'html', pattern: 'mediacdn\\.vn|cdnchinhphu\\.vn', weight: 2 },
      {
        in: 'html',
        pattern: 'VCSortableInPreviewMode|data-role=["\']sapo|box-category-item|box-stream-item',
        weight: 1,
      },
      { in: 'url', pattern: '-\\d{15,20}\\.htm$', weight: 2 },
    ],
    ways: [
      { kind: 'feed', path: '/rss/home.rss' },
      { kind: 'sitemap', path: '/sitemap.xml' },
    ],
    ids: ['-(\\d{14,20})\\.(?:htm|html|chn)(?:\\?|$)'],
    dropParams: [],
    noise: [],
    frames: [],
    caseless: false,
    dateOrder: 'day-first',
    lists: [
      {
        row: '.box-category-item, .box-stream-item, .item-first, .knswli, .tlitem',
        title: '.box-category-link-title, .box-stream-link-title, .box-title-text, h2 a, h3 a, h4 a',
        date: '.box-category-time, .box-stream-time, .time, .knswli-time',
        summary: '.box-category-sapo, .box-stream-sapo, .sapo',
      },
    ],
  },
  {
    name: 'wordpress',
    marks: [
      { in: 'html', pattern: '/wp-json/|rel=["\']https://api\\.w\\.org', weight: 2 },
      { in: 'html', pattern: '/wp-(?:content|includes)/', weight: 1.5 },
      { in: 'html', pattern: '<meta[^<>]{1,300}generator[^<>]{1,300}WordPress', weight: 2 },
      { in: 'header', pattern: '^link: .*api\\.w\\.org|^x-pingback:', weight: 2 },
    ],
    ways: [
      {
        kind: 'wordpress',
        path: '/wp-json/wp/v2/posts?per_page=30&_fields=id,guid,link,date_gmt,modified_gmt,title,excerpt,featured_media,_links,_embedded&_embed=wp:featuredmedia,wp:term',
      },
      { kind: 'feed', path: '/feed/' },
      { kind: 'sitemap', path: '/wp-sitemap.xml' },
    ],
    ids: ['^/?\\?(?:[^#]*&)?p=(\\d+)'],
    dropParams: ['replytocom', 'share', 'amp', 'preview'],
    noise: ['replytocom', 'share'],
    frames: [],
    caseless: false,
    dateOrder: 'day-first',
    lists: [
      {
        row: 'article[id^=post-], article.post, .type-post, li.wp-block-post',
        title: '.entry-title a, .post-title a, .wp-block-post-title a, h2 a, h3 a',
        date: 'time[datetime], .entry-date, .posted-on',
        summary: '.entry-summary, .entry-content, .wp-block-post-excerpt__excerpt',
      },
    ],
  },
  {
    name: 'generic',
    marks: [],
    ways: [
      { kind: 'feed', path: '/rss' },
      { kind: 'feed', path: '/feed' },
      { kind: 'sitemap', path: '/sitemap.xml' },
    ],
    ids: [
      '/-/view_content/(\\d+)-',
      '[?&](doc|news|item|article|content|post|bai|tin)_?id=(\\d+)',
      `[/=_-]${uuid}`,
      // Fewer digits at the end of a slug may be a year.
      '-(?:post|art|d|a|n)?(\\d{5,})\\.(?:html?|aspx|php|ldo|vov|epi)(?:\\?|$)',
    ],
    dropParams: ['redirect'],
    noise: [],
    frames: [],
    caseless: false,
    dateOrder: 'day-first',
    lists: [],
  },
]

export const generic = presets.at(-1) as Preset

export function findPreset(name: string | null | undefined): Preset | undefined {
  return presets.find(preset => preset.name === name)
}
