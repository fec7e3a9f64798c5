import type { Preset } from './preset.ts'

const nukeViet: Omit<Preset, 'name' | 'marks'> = {
  ways: [
    { kind: 'feed', path: '/vi/news/rss/' },
    { kind: 'feed', path: '/news/rss/' },
    { kind: 'feed', path: '/rss/' },
    { kind: 'sitemap', path: '/sitemap.xml' },
  ],
  ids: [
    // Language and module count for themselves; Vietnamese is often left out of the address.
    '^/(?:index\\.php/)?(?:vi/|([a-z]{2})/)?([a-z][a-z0-9-]*)/(?:[^?]*/)?[^/?]*-(\\d+)(?:\\.html|/)?(?:\\?|$)',
    '[?&]nv=([a-z0-9-]+)&op=(?:[^&]*-)?(\\d+)(?:&|$)',
  ],
  dropParams: ['page', 'nocache'],
  noise: [],
  frames: ['vi'],
  caseless: false,
  dateOrder: 'day-first',
  lists: [
    {
      row: '.news_column .panel-body, .news_column > .panel, .viewcat-item, .newslist .item',
      title: 'h2 a, h3 a, h4 a',
      summary: '.hometext, .news-hometext, .bodytext',
    },
    { row: '.news-item, .items .item, article.item', title: 'h2 a, h3 a, h4 a, .title a' },
  ],
}

/** NukeViet, the newer first: the older one's signs are on both. */
export const nukeViets: readonly Preset[] = [
  {
    ...nukeViet,
    name: 'nukeviet-5',
    marks: [
      { in: 'html', pattern: '<meta[^<>]{1,300}generator[^<>]{1,300}NukeViet v?5', weight: 3 },
      { in: 'html', pattern: 'content=["\']NukeViet v?5', weight: 2 },
      { in: 'html', pattern: 'nv_base_siteurl|data-nv-|nv_cookie_prefix', weight: 0.5 },
    ],
  },
  {
    ...nukeViet,
    name: 'nukeviet-4',
    marks: [
      { in: 'html', pattern: '<meta[^<>]{1,300}generator[^<>]{1,300}NukeViet', weight: 2.5 },
      { in: 'html', pattern: 'nv_base_siteurl|nv_is_user|nv_module_name|NVIMG', weight: 2 },
      { in: 'url', pattern: '[?&]nv=[a-z-]+', weight: 1 },
    ],
  },
]
