import type { Preset } from './preset.ts'

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

/** Liferay, the VNPT ePortal first: it is a Liferay 6.2 with portlets of its own. */
export const liferays: readonly Preset[] = [
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
]
