import { body, footer, lead, menu, others, title } from './text.ts'

const head = (name: string) =>
  `<!DOCTYPE html><html class="aui ltr" dir="ltr" lang="vi-VN"><head><title>${name}</title><meta content="text/html; charset=UTF-8" http-equiv="content-type">
  <script>var Liferay = {ThemeDisplay: {getCompanyId: function() {return "10155"}}};</script><link href="/html/css/main.css?browserId=other" rel="stylesheet"></head>`

/** Liferay 6.2 of VNPT: `<title>` is the site's name, the day reads `03/10/2026 | 07:54 PM`, a counter lives in it. */
export const viewContent = (views = 842) => `${head('Trang chủ - Cổng thông tin điện tử xã Tân Hòa')}
<body class="controls-visible site">${menu}<div id="wrapper"><div class="portlet-boundary portlet-boundary_vnpteportalnews" id="p_p_id_vnpteportalnewsportlet_WAR">
<div class="breadcrumb"><a href="/">Trang chủ</a> » <a href="/tin-tuc">Tin tức - Sự kiện</a></div>
<div class="asset-full-content"><h1 class="news-title">${title}</h1><div class="asset-metadata"><span class="date">03/10/2026 | 07:54 PM</span> | <span>View count: ${views}</span></div>
<a class="lang" href="en">English</a>
<div class="journal-content-article"><p style="text-align:justify"><strong>${lead}</strong></p>
<table align="center" border="0"><tbody><tr><td><img alt="" src="/documents/20182/31415/hoi-nghi.jpg/1b2c3d4e-1111-2222-3333-444455556666?t=1759500000000&amp;imageThumbnail=1" width="600"></td></tr><tr><td><em>Quang cảnh hội nghị</em></td></tr></tbody></table>
${body}
<p style="text-align:right"><strong>Minh Hằng</strong></p>
<p>Tệp đính kèm: <a href="/documents/20182/31415/ke-hoach-cap-nuoc.pdf/0a0b0c0d-9999-8888-7777-666655554444">Kế hoạch cấp nước</a> (1,4 MB)</p></div>
<div class="other-news">${others(n => `/tin-tuc/-/view_content/32${n}000-hoi-nghi-giao-ban.html`)}</div></div></div></div>${footer}</body></html>`

/** Liferay 7, asset publisher: half-decomposed text out of an editor, entities before combining marks. */
export const assetPublisher = `${head('Chi tiết tin - Sở Y tế')}<body>${menu}<main id="content"><section class="portlet" id="portlet_com_liferay_asset_publisher_web_portlet_AssetPublisherPortlet_INSTANCE_abc">
<div class="asset-full-content"><h2 class="component-title"><span>S&#417;&#777; Y t&ecirc;&#769; t&acirc;&#803;p hu&acirc;&#769;n ph&ograve;ng ch&ocirc;&#769;ng di&#803;ch mu&agrave; m&#432;a</span></h2><div class="metadata-publish-date">Ng&agrave;y &#273;&#259;ng: 03/10/2026</div>
<div class="journal-content-article">${body}</div></div></section></main>${footer}</body></html>`

/** `/news/-/details/<group>/<slug>-<id>` of a province with one installation for all of its sites. */
export const details = `${head('Sở Khoa học và Công nghệ')}<body>${menu}<div class="journal-content-article"><div class="detail-news"><div class="title-news"><h1>${title}</h1></div>
<div class="time">Thứ bảy, 03/10/2026, 19:54 (GMT+7)</div><div class="sapo">${lead}</div><div class="content-news">${body}<p><em>Theo Cổng TTĐT tỉnh Bắc Sơn</em></p><p>https://bacson.example/tin-tuc/-/details/20182/tan-hoa-trien-khai-31415926</p></div></div></div>${footer}</body></html>`

/** The frame of the portal, answered with 200, around an error. */
export const missing = `${head('Tin tức - Sở Thông tin')}<body>${menu}<div class="portlet-boundary"><div class="portlet-msg-error">The requested resource was not found.</div><div>http://so.example/ctmtqg</div></div>${others(n => `/tin/-/view_content/31${n}000-tin.html`)}${footer}</body></html>`

export const signIn = `${head('Đăng nhập - Cổng thông tin')}<body>${menu}<form action="/c/portal/login" method="post"><label>Tên đăng nhập <input name="login" type="text"></label><label>Mật khẩu <input type="password" name="password"></label><button>Đăng nhập</button></form>${footer}</body></html>`
