import { body, footer, lead, menu, others, title } from './text.ts'

/** SharePoint: everything in one form, the text in a rich-text field, times in brackets, pictures by rendition. */
export const sharePoint = `<!DOCTYPE html><html dir="ltr" lang="vi-VN"><head><meta name="GENERATOR" content="Microsoft SharePoint"><meta charset="utf-8"><title>
	Chi tiết tin tức - Trang thông tin điện tử
</title><script>var _spPageContextInfo={webServerRelativeUrl:"\\u002f"};</script></head><body onload="_spBodyOnLoadWrapper();"><form method="post" action="/Pages/chi-tiet.aspx?ItemID=4711" id="aspnetForm"><input type="hidden" name="__VIEWSTATE" value="/wEPDwUKMTI="><div id="s4-workspace">${menu}
<div class="article-detail"><div class="ArticleHeader">${title}</div><h1 class="ms-rteElement-H1">${title}</h1><div class="ArticleDate">(03/10/2026, 19:54)</div>
<div id="ctl00_PlaceHolderMain_ctl01__ControlWrapper_RichHtmlField" class="ms-rtestate-field"><p class="ms-rteElement-P"><strong>​${lead}</strong></p><p style="text-align:center"><img src="/PublishingImages/2026-10/hoi-nghi.jpg?RenditionID=7" alt="Hội nghị" style="width:600px"></p>${body}<p style="text-align:right"><strong>Tin, ảnh: Thu Hà</strong></p></div>
<div class="attachment"><a href="/_layouts/15/download.aspx?SourceUrl=/Documents/ke-hoach-so-12.docx">Kế hoạch số 12/KH-UBND.docx</a> <span>(Dung lượng: 350 KB)</span></div>
<div class="relatedNews">${others(n => `/Pages/chi-tiet.aspx?ItemID=46${n}`)}</div></div></div></form>${footer}</body></html>`

const field = (name: string, value: string) => `<tr><td class="name"><b>${name}</b></td><td>${value}</td></tr>`

/** A legal document: the body hidden until a script runs, the emblem as its picture, fields and a PDF in place of prose. */
export const document = `<!DOCTYPE html><html lang="vi"><head><title>Hệ thống văn bản</title><meta property="og:title" name="og:title" content="Nghị quyết số 18/NQ-HĐND về đặt tên đường"><meta property="og:url" name="og:url" content="http://vanban.example/?pageid=27160&docid=219746"><meta property="og:image" content="https://vanban.example/images/quoc-huy.png"></head>
<body><form method="post" action="./?pageid=27160&amp;docid=219746" id="form1" style="display: none"><input type="hidden" name="__VIEWSTATE" value="x">${menu}<div class="doc-detail"><h1>Nghị quyết số 18/NQ-HĐND về đặt tên đường</h1><table class="table-data">
${field('Số ký hiệu', '18/NQ-HĐND')}${field('Ngày ban hành', '01-10-2026')}${field('Loại văn bản', 'Nghị quyết')}${field('Cơ quan ban hành', 'Hội đồng nhân dân tỉnh')}${field('Người ký', 'Nguyễn Thị Hoa')}${field('Trích yếu', 'Về việc đặt tên một số tuyến đường trên địa bàn tỉnh')}
${field('Tài liệu đính kèm', '<a href="https://datafiles.example/vbpq/2026/10/18-nq-hdnd.signed.pdf"><img src="/images/pdf.png" alt="">18-nq-hdnd.signed.pdf</a> [2,5MB]')}</table></div></form>${footer}</body></html>`

/** DotNetNuke with its text in a module and a file behind a ticket. */
export const dnn = `<!DOCTYPE html><html lang="vi-VN"><head id="Head"><title>UBND phường - Chi tiết</title></head><body id="Body"><form method="post" action="/Default.aspx?tabid=89&amp;NewsId=5521" id="Form" enctype="multipart/form-data"><input type="hidden" name="__VIEWSTATE" value="x">${menu}<div class="edn_article"><h1 class="edn_articleTitle">${title}</h1><p class="edn_metaDetails">Ngày đăng: 3/10/2026 7:54:00 CH - Lượt xem: 1.204</p><div class="edn_articleSummary"><p>${lead}</p></div>${body}<p><a href="/LinkClick.aspx?fileticket=Zm9v&amp;tabid=89">Danh sách hộ dân.xlsx</a></p></div></form>${footer}</body></html>`
