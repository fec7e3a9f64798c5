import { body, footer, lead, menu, others, paragraphs, title } from './text.ts'

/** NukeViet: the zone between day and hour; the micro-data's day is the one of the last edit. */
export const nukeViet = (
  version = '4.5',
) => `<!DOCTYPE html><html lang="vi" xmlns="http://www.w3.org/1999/xhtml" prefix="og: http://ogp.me/ns#"><head><title>${title}</title><meta name="generator" content="NukeViet v${version}"><meta property="article:published_time" content="2026-10-03+0719:54:00"><meta property="article:section" content="Tin hoạt động"><meta property="og:image" content="https://xa.example/uploads/logo.png"></head><body>
${menu}<div class="breadcrumbs-wrap"><ul class="breadcrumbs list-none"><li><a href="/"><span>Trang nhất</span></a></li><li><a href="/vi/news/"><span>Tin tức</span></a></li></ul></div>
<div class="news_column panel panel-default" itemtype="http://schema.org/NewsArticle" itemscope><div class="panel-body"><h1 class="title margin-bottom-lg" itemprop="headline">${title}</h1><div class="hidden hide d-none" itemprop="author" itemtype="http://schema.org/Person" itemscope><span itemprop="name">Ban biên tập</span></div><span class="hidden hide d-none" itemprop="datePublished">2026-10-09T08:00:00+07:00</span>
<div class="row margin-bottom-lg"><div class="col-md-12"><span class="h5">Thứ bảy - 03/10/2026 19:54</span></div></div>
<div id="hometext" class="hometext m-bottom" itemprop="description">${lead}</div><div class="clearfix"></div>
<div id="news-bodyhtml" class="bodytext margin-bottom-lg">${body}<figure class="image"><img src="/themes/default/images/pix.gif" data-src="/uploads/news/2026_10/hoi-nghi.jpg" class="lazy" alt="hoi nghi"><figcaption>Quang cảnh hội nghị</figcaption></figure></div>
<div class="margin-bottom-lg"><p class="h5 text-right"><strong>Tác giả: </strong>Lan Anh</p><p class="h5 text-right"><strong>Nguồn tin: </strong><a href="https://bacson.example/tin/31415.html">Cổng TTĐT tỉnh Bắc Sơn</a></p></div>
<div class="newsattach"><h3>File đính kèm</h3><a href="/vi/news/Tin/download/1/" title="Tải về"><em class="fa fa-download"></em> thong-bao-12.pdf</a> (Dung lượng: 220.50 KB)</div>
</div></div><div class="news_column panel panel-default"><div class="panel-body other-news"><p class="h3"><strong>Những tin mới hơn</strong></p><ul class="related list-inline">${[1, 2, 3].map(n => `<li><a href="/vi/news/tin/hoi-nghi-lan-${n}-cua-xa-${n}.html">Hội nghị lần thứ ${n} của xã về cải cách hành chính</a> <em>(0${n}/10/2026)</em></li>`).join('')}</ul></div></div>${footer}</body></html>`

/** VCCorp's content system: lead, text and day by role, figures with captions, its own player. */
export const vccorp = `<!DOCTYPE html><html lang="vi"><head><title>${title}</title><meta property="og:type" content="article"><meta property="og:image" content="https://bao.mediacdn.vn/zoom/600_315/2026/10/3/hoi-nghi-1791.jpg"><meta property="article:published_time" content="2026-10-03T19:54:00"><script type="application/ld+json">{"@context":"http://schema.org","@type":"NewsArticle","headline":"${title}","datePublished":"2026-10-03T19:54:00+07:00","author":{"@type":"Person","name":"Hoàng Giang"}}</script></head><body>
<div class="header">${menu}</div><div class="detail-container"><div class="detail-cate"><a href="/chinh-sach.htm">Chính sách mới</a></div><h1 class="detail-title" data-role="title">${title}</h1><div class="detail-time" data-role="publishdate">03/10/2026 19:54</div><h2 class="detail-sapo" data-role="sapo">(Báo Mẫu) - ${lead}</h2>
<div class="detail-content afcbc-body" data-role="content">${body}<figure class="VCSortableInPreviewMode" type="Photo"><div><img src="https://bao.mediacdn.vn/thumb_w/640/2026/10/3/hoi-nghi-1791.jpg" data-original="https://bao.mediacdn.vn/2026/10/3/hoi-nghi-1791.jpg" w="1200" h="800" alt="Hội nghị"></div><figcaption class="PhotoCMS_Caption"><p data-placeholder="Nhập chú thích ảnh">Quang cảnh hội nghị - Ảnh: VGP</p></figcaption></figure>
<div class="VCSortableInPreviewMode" type="VideoStream" data-vid="bao.mediacdn.vn/2026/10/3/hoi-nghi-1791.mp4" data-thumb="https://bao.mediacdn.vn/2026/10/3/thumb.jpg" data-namevideo="Hội nghị nước sạch"></div><p class="detail-author">Hoàng Giang</p><div class="VCSortableInPreviewMode link-content-footer IMSCurrentEditorEditObject" type="RelatedOneNews"><a href="/tin-khac-102261001080000123.htm">Một tin khác của báo về nước sạch nông thôn</a></div></div></div>${footer}</body></html>`

/** WordPress with the block editor: sizes by `srcset`, a gallery, YouTube, a recording and a file. */
export const wordpress = `<!DOCTYPE html><html lang="vi"><head><meta charset="UTF-8"><title>${title} &#8211; Trung tâm Khuyến nông</title><meta name="generator" content="WordPress 6.8"><link rel="https://api.w.org/" href="https://kn.example/wp-json/"><link rel="canonical" href="https://kn.example/nuoc-sach/"></head><body class="single single-post postid-512">${menu}<main><article id="post-512" class="post-512 post type-post"><header class="entry-header"><h1 class="entry-title">${title}</h1><div class="entry-meta"><span class="posted-on"><time class="entry-date published" datetime="2026-10-03T19:54:00+07:00">3 Tháng Mười, 2026</time></span> <span class="byline">bởi <span class="author vcard"><a href="/author/lananh/">Lan Anh</a></span></span> <span class="cat-links"><a href="/category/tin-tuc/" rel="category tag">Tin tức khuyến nông</a></span></div></header>
<div class="entry-content">${body}<figure class="wp-block-image size-large"><img loading="lazy" src="https://kn.example/wp-content/uploads/2026/10/nuoc-300x200.jpg" srcset="https://kn.example/wp-content/uploads/2026/10/nuoc-300x200.jpg 300w, https://kn.example/wp-content/uploads/2026/10/nuoc.jpg 1600w" alt="Trụ nước"><figcaption class="wp-element-caption">Trụ nước ở thôn 3</figcaption></figure>
<figure class="wp-block-embed is-provider-youtube"><div class="wp-block-embed__wrapper"><iframe title="Nước sạch về bản" src="https://www.youtube.com/embed/dQw4w9WgXcQ?feature=oembed" width="500"></iframe></div></figure>
<figure class="wp-block-audio"><audio controls src="https://kn.example/wp-content/uploads/2026/10/phat-thanh.mp3"></audio><figcaption>Bản tin phát thanh</figcaption></figure>
<figure class="wp-block-video"><video controls poster="/p.jpg"><source src="/wp-content/uploads/2026/10/nuoc.mp4" type="video/mp4"></video></figure>
<div class="wp-block-file"><a href="/wp-content/uploads/2026/10/so-tay.pdf">Sổ tay hướng dẫn</a> <a href="/wp-content/uploads/2026/10/so-tay.pdf" class="wp-block-file__button" download>Tải về</a></div></div></article><aside class="widget-area"><iframe src="https://www.youtube.com/embed/AAAAAAAAAAA"></iframe><img src="/wp-content/uploads/banner-quang-cao.jpg" width="300" height="250"></aside></main>${footer}</body></html>`

/** A page that a script fills. */
export const shell = `<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Cổng thông tin điện tử xã Tân Hòa</title><script type="module" src="/assets/index-4f2a.js"></script></head><body><noscript>Bạn cần bật JavaScript để xem trang này.</noscript><div id="root"></div></body></html>`

/** Pictures that tell the story; a line under each. */
export const photoStory = `<!DOCTYPE html><html lang="vi"><head><title>Chùm ảnh: Lễ hội xuống đồng ở xã Tân Hòa</title></head><body>${menu}<div class="content"><h1>Chùm ảnh: Lễ hội xuống đồng ở xã Tân Hòa</h1><div class="date">03/10/2026 19:54</div>${[
  1, 2, 3, 4,
]
  .map(
    n =>
      `<figure><img src="/uploads/le-hoi-${n}.jpg" width="1200" height="800"><figcaption>Ảnh ${n}: người dân các thôn dự lễ hội xuống đồng đầu mùa</figcaption></figure>`,
  )
  .join('')}</div>${others(n => `/tin/le-hoi-${n}00123.html`)}${footer}</body></html>`

export const infographic = `<!DOCTYPE html><html lang="vi"><head><title>[Infographic] Năm bước nộp hồ sơ trực tuyến</title><meta property="og:type" content="article"></head><body>${menu}<article><h1>[Infographic] Năm bước nộp hồ sơ trực tuyến</h1><div class="date">03/10/2026</div><p><img src="/uploads/nam-buoc.png" alt="Năm bước nộp hồ sơ"></p></article>${footer}</body></html>`

/** Long text in parts with headings, quotations, tables and lists. */
export const longform = `<!DOCTYPE html><html lang="vi"><head><title>Hành trình nước về bản</title><meta property="og:type" content="article"></head><body class="emagazine">${menu}<article class="longform"><h1>Hành trình nước về bản</h1><div class="date">03/10/2026</div><h2>Mùa khô</h2><p>${paragraphs[0]}</p><blockquote><p>Chưa năm nào bản tôi khát như năm ấy.</p></blockquote><h2>Con số</h2><table><thead><tr><th>Thôn</th><th>Số hộ</th></tr></thead><tbody><tr><td>Thôn 1</td><td>120</td></tr><tr><td>Thôn 2</td><td>98</td></tr></tbody></table><p>${paragraphs[1]}</p><ul><li>Đào giếng ở ba thôn đầu nguồn</li><li>Lắp 12 trụ nước công cộng</li></ul><p>${paragraphs[2]}</p><p>${paragraphs[3]}</p></article>${footer}</body></html>`
