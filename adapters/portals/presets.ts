import type { ListRules } from '../../src/ports/portal.ts'

/** How one kind of installation publishes. Data only: a new kind is a new entry, and an operator may say every field anew. */
export interface Preset {
  name: string
  /** Signs, each a regular expression; weights add up, two and more are taken for certain. */
  marks: readonly { in: 'html' | 'url' | 'header'; pattern: string; weight: number }[]
  /** Where lists usually are, best first; `{host}` relative. An operator tries them out before one is watched. */
  ways: readonly { kind: 'feed' | 'sitemap' | 'wordpress'; path: string }[]
  /** Read against path and query of an address; the groups together are the installation's own name of an item. */
  ids: readonly string[]
  /** Not part of what an address names. */
  dropParams: readonly string[]
  /** Not even needed to fetch it. */
  noise: readonly string[]
  /** First parts of a path that change the frame and not the text. */
  frames: readonly string[]
  caseless: boolean
  dateOrder: 'day-first' | 'month-first'
  lists: readonly ListRules[]
}

/** Unique in the world, whoever numbers. */
const uuid = '([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})'

const liferay: Omit<Preset, 'name' | 'marks' | 'ways' | 'lists'> = {
  ids: [
    '/-/view_content/(\\d+)-',
    '[?&]_[^=&]*_(?:assetEntryId|articleId|newsId|entryId)=(\\d+)',
    // Below five digits it is a year at the end of the headline.
    '/-/details/(\\d+)/(?:[^/?]*-)?(\\d{5,})(?:[/?]|$)',
    '/-/details/(\\d+)/([^/?]+)',
    '/-/asset_publisher/[^/?]+/content/(?:id/)?([^/?]+)',
    '[?&]_[^=&]*_urlTitle=([^&]+)',
    '/-/([^/?]+)/?(?:\\?|$)',
    '^(?:/web/[^/]+|/[a-z]{2}(?:_[a-z]{2})?)?/w/([^/?]+)/?(?:\\?|$)',
  ],
  dropParams: [
    'p_p_*',
    'p_r_p_*',
    'p_l_*',
    'p_auth',
    'p_o_p_id',
    'redirect',
    'inheritRedirect',
    'languageId',
    'doAsUserId',
    'refererPlid',
    '_*_redirect',
    '_*_inheritRedirect',
    '_*_cur',
    '_*_delta',
    '_*_resetCur',
    '_*_keywords',
    '_*_advancedSearch',
    '_*_andOperator',
    '_*_viewMode',
    '_*_struts_action',
    '_*_mvcPath',
    '_*_type',
  ],
  noise: ['redirect', 'inheritRedirect', '_*_redirect', '_*_inheritRedirect', 'p_auth'],
  frames: ['vi', 'en', 'vi_vn', 'en_us', 'en_gb'],
  caseless: false,
  dateOrder: 'day-first',
}

const liferayMarks: Preset['marks'] = [
  {
    in: 'html',
    pattern: 'Liferay\\.(?:ThemeDisplay|Portlet|AUI|Browser|currentURL)|var Liferay\\b|Liferay=',
    weight: 2,
  },
  { in: 'html', pattern: '[?&;]p_p_id=|portlet-boundary', weight: 1 },
  { in: 'html', pattern: '/documents/\\d+/\\d+/', weight: 0.5 },
  { in: 'header', pattern: '^liferay-portal:', weight: 2 },
  { in: 'url', pattern: '/-/(?:asset_publisher|view_content|details)/|p_p_id=', weight: 1 },
]

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

export const presets: readonly Preset[] = [
  {
    ...liferay,
    name: 'vnpt-eportal',
    marks: [...liferayMarks, { in: 'html', pattern: 'vnpteportal|VNPT_?Portal|vnptportal|point-?portal', weight: 2 }],
    ways: [{ kind: 'feed', path: '/rss' }],
    lists: [
      {
        row: '.asset-bounddary, .asset-abstract',
        title: '.asset-title a, h3 a',
        date: '.assetPublishDate',
        summary: '.asset-summary',
      },
      { row: '.news-list .item, .list-news li, .vnpt-news-item', title: 'h2 a, h3 a, h4 a, .title a' },
    ],
  },
  {
    ...liferay,
    name: 'liferay-7',
    marks: [
      ...liferayMarks,
      { in: 'html', pattern: 'Liferay\\.Loader|frontend-js-|data-senna|/o/(?:js|frontend|classic)', weight: 1.5 },
    ],
    ways: [{ kind: 'sitemap', path: '/sitemap.xml' }],
    lists: [
      {
        row: '.asset-abstract, .asset-entry, .list-group-item',
        title: '.asset-title a, .component-title a, h3 a, h4 a',
      },
      { row: '.news-list .item, .list-news li', title: 'h2 a, h3 a, h4 a, .title a' },
    ],
  },
  {
    ...liferay,
    name: 'liferay-6',
    marks: [...liferayMarks, { in: 'html', pattern: 'aui/css|/html/(?:css|js|portlet)/|class="aui\\b', weight: 1 }],
    ways: [{ kind: 'feed', path: '/rss' }],
    lists: [
      {
        row: '.asset-bounddary, .asset-abstract',
        title: '.asset-title a, h3 a',
        date: '.assetPublishDate',
        summary: '.asset-summary',
      },
      { row: '.asset-content', title: '.asset-title a, h3 a', summary: '.asset-summary' },
    ],
  },
  {
    name: 'sharepoint',
    marks: [
      { in: 'html', pattern: '<meta[^>]+generator[^>]+Microsoft SharePoint', weight: 3 },
      { in: 'html', pattern: '/_layouts/|_spPageContextInfo|ms-core-|WebPartWPQ\\d', weight: 1.5 },
      { in: 'header', pattern: '^(?:microsoftsharepointteamservices|sprequestguid):', weight: 3 },
      { in: 'url', pattern: '/(?:Site)?Pages/[^?]+\\.aspx', weight: 1 },
    ],
    ways: [
      { kind: 'feed', path: '/Pages/rss.aspx' },
      { kind: 'feed', path: '/_layouts/15/listfeed.aspx' },
    ],
    ids: [
      '^([^?]*\\.aspx)\\?(?:[^#]*&)?(?:Item|News|Tin|Doc)?ID=(\\d+)',
      '^/(?:[a-z]{2}/)?[^/]+/\\d+/(\\d+)/[^/?]+\\.aspx',
    ],
    dropParams: ['CategoryId', 'ContentTypeId', 'Source', 'IsDlg', 'InitialTabId', 'VisibilityContext', 'PageIndex'],
    noise: ['Source', 'IsDlg'],
    frames: [],
    caseless: true,
    dateOrder: 'day-first',
    lists: [
      { row: '.dfwp-item, .dfwp-list > li, .news-item, .cbq-item', title: '.link-item a, h2 a, h3 a, .title a, a' },
      { row: 'table.ms-listviewtable tr', title: 'td.ms-vb-title a, td.ms-vb2 a' },
    ],
  },
  {
    name: 'aspnet',
    marks: [
      { in: 'html', pattern: '<input[^>]+__VIEWSTATE', weight: 2 },
      { in: 'html', pattern: 'Default\\.aspx\\?(?:tabid|pageid)=|/DesktopModules/|dnnVariable|dnn_ctr', weight: 1 },
      { in: 'url', pattern: '\\.aspx|[?&](?:pageid|docid|tabid)=', weight: 1 },
      { in: 'header', pattern: '^(?:x-aspnet-version|x-aspnetmvc-version):|^x-powered-by: *asp\\.net', weight: 1 },
    ],
    ways: [{ kind: 'feed', path: '/Rss.aspx' }],
    ids: [
      '[?&](doc|news|item|article|content|post|entry|bai|tin|baiviet)_?id=(\\d+)',
      '/(news|item|article|content)id/(\\d+)(?:/|\\.aspx|$)',
      '-(?:n|a|t|c|d)?(\\d{4,})\\.aspx',
    ],
    dropParams: ['returnurl', 'skinsrc', 'containersrc', 'mid'],
    noise: ['returnurl'],
    frames: [],
    caseless: true,
    dateOrder: 'day-first',
    lists: [
      { row: '.news-item, .list-news li, .item-news, .edn_article', title: 'h2 a, h3 a, h4 a, .title a' },
      { row: 'table.table-data tr, table[id*=grv] tr, table[id*=Grid] tr', title: 'a' },
    ],
  },
  {
    ...nukeViet,
    name: 'nukeviet-5',
    marks: [
      { in: 'html', pattern: '<meta[^>]+generator[^>]+NukeViet v?5', weight: 3 },
      { in: 'html', pattern: 'content=["\']NukeViet v?5', weight: 2 },
      { in: 'html', pattern: 'nv_base_siteurl|data-nv-|nv_cookie_prefix', weight: 0.5 },
    ],
  },
  {
    ...nukeViet,
    name: 'nukeviet-4',
    marks: [
      { in: 'html', pattern: '<meta[^>]+generator[^>]+NukeViet', weight: 2.5 },
      { in: 'html', pattern: 'nv_base_siteurl|nv_is_user|nv_module_name|NVIMG', weight: 2 },
      { in: 'url', pattern: '[?&]nv=[a-z-]+', weight: 1 },
    ],
  },
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
      { in: 'html', pattern: '<meta[^>]+generator[^>]+WordPress', weight: 2 },
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
