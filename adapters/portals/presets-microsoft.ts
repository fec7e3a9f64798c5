import type { Preset } from './preset.ts'

/** What runs on Microsoft's servers: identity often stands in the query. */
export const microsofts: readonly Preset[] = [
  {
    name: 'sharepoint',
    marks: [
      { in: 'html', pattern: '<meta[^<>]{1,300}generator[^<>]{1,300}Microsoft SharePoint', weight: 3 },
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
      { in: 'html', pattern: '<input[^<>]{1,300}__VIEWSTATE', weight: 2 },
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
]
