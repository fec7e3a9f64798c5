import type { Words } from '../../src/ports/network.ts'

/** Every code this adapter gives, as one sentence for the people who have to act on it. */
export const vi: Words = {
  'form.article': 'Bài viết',
  'form.standing': 'Bài viết dùng ảnh bìa chung của kênh',
  'field.title': 'Tiêu đề',
  'field.description': 'Mô tả',
  'field.author': 'Tác giả',
  'field.text': 'Phần cuối bài',
  'field.link': 'Liên kết',
  'field.pictures': 'Ảnh',
  'field.form': 'Dạng bài',

  'zalo.title_missing': 'Thiếu tiêu đề. Bài viết trên Zalo OA bắt buộc có tiêu đề.',
  'zalo.title_long': 'Tiêu đề vượt {over} ký tự. Tối đa {max}.',
  'zalo.description_missing': 'Thiếu mô tả. Bài viết trên Zalo OA bắt buộc có mô tả.',
  'zalo.description_long': 'Mô tả vượt {over} ký tự. Tối đa {max}.',
  'zalo.author_missing': 'Thiếu tên tác giả. Bài viết trên Zalo OA bắt buộc có tác giả.',
  'zalo.author_long': 'Tên tác giả vượt {over} ký tự. Tối đa {max}.',
  'zalo.body_missing': 'Bài chưa có nội dung.',
  'zalo.fake_bold':
    'Phần này có chữ đậm giả, phần mềm đọc màn hình và tìm kiếm không đọc được. Hãy gõ lại bằng chữ thường.',
  'zalo.cover_missing':
    'Thiếu ảnh bìa. Zalo bắt buộc có ảnh bìa, tối đa 1 MB. Hãy thêm ảnh vào bài, hoặc đặt địa chỉ ảnh bìa chung trong thiết lập kênh.',
  'zalo.form_unknown': 'Zalo không có dạng bài "{form}".',
  'zalo.figure_lost': 'Thân bài nhắc tới một ảnh đã bỏ. Chỗ ấy sẽ không có ảnh.',
  'zalo.link_unused': 'Zalo không có ô liên kết riêng. Hãy đưa địa chỉ vào phần cuối bài.',
  'zalo.pictures_many': 'Có {count} ảnh. Một bài tối đa {max} ảnh.',
  'zalo.pictures_unused':
    'Dạng bài này dùng ảnh bìa chung và không hiện ảnh kèm. Hãy bỏ {count} ảnh hoặc đổi dạng bài.',
  'zalo.picture_type': 'Ảnh {n} là loại {type}. Zalo nhận JPEG và PNG.',
  'zalo.picture_big': 'Ảnh {n} nặng quá 1 MB, Zalo sẽ không nhận.',
  'zalo.picture_unreachable':
    'Zalo tự tải ảnh từ địa chỉ công khai, mà ảnh {n} không có. Hãy đặt LANTOA_PUBLIC_URL là địa chỉ công khai của Lan Tỏa, hoặc dùng ảnh có trên cổng.',

  'zalo.media_failed':
    'Zalo không tải được một ảnh của bài: địa chỉ không mở được, tệp quá 1 MB hoặc không phải JPEG, PNG. Bài chưa lên; hãy thay ảnh rồi gửi lại.',
  'zalo.processing': 'Zalo đang xử lý bài.',
  'zalo.hidden': 'Bài có trên OA nhưng đang bị ẩn. Hãy xem ai đã ẩn bài trong trang quản lý OA.',
  'zalo.gone': 'Zalo đã nhận bài nhưng nay không thấy bài trên OA: có người đã gỡ.',
  'zalo.alike': 'OA có bài cùng tiêu đề nhưng khác mô tả hoặc tác giả tại {url}. Hãy xem bài ấy có phải bài này không.',
  'zalo.several': 'Tìm thấy {count} bài giống nhau trên OA. Đã nhận bài cũ nhất; hãy xem và gỡ bài thừa: {others}',
  'zalo.not_listed': 'Bài còn trên OA nhưng lần này không có trong danh sách.',
  'zalo.list_endless': 'Danh sách bài trên OA dài bất thường, chưa đọc hết.',
  'zalo.invalid': 'Zalo báo yêu cầu không hợp lệ.',
  'zalo.unsupported': 'Zalo không cho loại OA này dùng chức năng đã gọi.',
  'zalo.content_refused': 'Zalo cho rằng nội dung trái quy định của họ. Hãy sửa nội dung.',
  'zalo.odd': 'Zalo từ chối với mã {code} chưa có trong tài liệu.',
  'zalo.trouble': 'Zalo đang trục trặc.',
  'zalo.answer_unreadable': 'Zalo trả lời bằng nội dung không đọc được.',
  'zalo.answer_unexpected': 'Zalo trả lời khác với tài liệu.',
  'zalo.too_many_calls': 'Đã dùng hết lượt gọi Zalo trong phút này. Chờ sang phút sau.',
  'zalo.quota': 'Đã hết hạn mức của gói dịch vụ OA. Lan Tỏa thử lại sau một ngày.',
  'zalo.article_quota': 'OA đã dùng hết số bài của gói trong kỳ này. Lan Tỏa thử lại sau một ngày; hoặc nâng gói.',

  'zalo.token_dead': 'Kết nối với OA không còn hiệu lực. Hãy kết nối lại OA.',
  'zalo.token_expired': 'Kết nối với OA đã hết hạn. Hãy kết nối lại OA.',
  'zalo.refresh_refused': 'Zalo không gia hạn kết nối nữa. Quản trị viên OA hãy kết nối lại.',
  'zalo.permission':
    'OA chưa cấp quyền này cho ứng dụng. Hãy kết nối lại và giữ quyền Quản lý bài viết, Quản lý thông tin OA.',
  'zalo.account_disabled': 'OA đã bị khóa hoặc xóa.',
  'zalo.account_missing': 'Zalo không thấy OA này.',
  'zalo.account_unverified': 'OA chưa xác thực. Zalo không cho OA chưa xác thực dùng chức năng này.',
  'zalo.package': 'Gói dịch vụ của OA không đủ hoặc đã hết hạn. Hãy nâng gói rồi kết nối lại.',
  'zalo.package_over': 'Gói dịch vụ của OA hết hạn ngày {date}.',
  'zalo.app_inactive': 'Ứng dụng Zalo chưa bật hoặc đã bị tắt. Hãy bật trong trang quản lý ứng dụng.',
  'zalo.app_unlinked': 'Ứng dụng chưa liên kết với OA nào. Hãy liên kết trong trang quản lý ứng dụng.',
  'zalo.app_unknown': 'Zalo không nhận mã hoặc khóa bí mật của ứng dụng. Hãy kiểm tra thiết lập ứng dụng Zalo.',
  'zalo.api_unregistered':
    'Ứng dụng chưa đăng ký sản phẩm Official Account API. Hãy đăng ký trong trang quản lý ứng dụng.',
  'zalo.proof': 'Khóa bí mật của ứng dụng không đúng. Hãy kiểm tra thiết lập ứng dụng Zalo.',
  'zalo.other_account': 'Quyền vừa cấp thuộc về một OA khác.',
  'zalo.consent_failed': 'Zalo không trả về mã kết nối. Hãy bấm kết nối lại.',
  'zalo.code_refused': 'Zalo không nhận mã kết nối: mã đã dùng, hoặc quá mười phút. Hãy bấm kết nối lại.',

  'net.name': 'Không tìm thấy máy chủ của Zalo. Hãy kiểm tra mạng.',
  'net.refused': 'Máy chủ Zalo không nhận kết nối.',
  'net.tls': 'Không lập được kết nối an toàn với Zalo.',
  'net.blocked': 'Địa chỉ của Zalo bị chặn theo thiết lập mạng ra ngoài.',
  'net.timeout': 'Zalo không trả lời kịp.',
  'net.reset': 'Kết nối với Zalo bị ngắt giữa chừng.',
  'net.aborted': 'Việc gửi bị dừng vì hết thời gian.',
  'net.too_big': 'Zalo trả lời quá dài nên không đọc hết.',
  'net.other': 'Lỗi mạng khi gọi Zalo.',
}

export const en: Words = {
  'form.article': 'Article',
  'form.standing': "Article under the channel's standing cover",
  'field.title': 'Title',
  'field.description': 'Description',
  'field.author': 'Author',
  'field.text': 'End of the article',
  'field.link': 'Link',
  'field.pictures': 'Pictures',
  'field.form': 'Form',

  'zalo.title_missing': 'The title is missing. An article on a Zalo OA needs one.',
  'zalo.title_long': 'The title is {over} characters over. The limit is {max}.',
  'zalo.description_missing': 'The description is missing. An article on a Zalo OA needs one.',
  'zalo.description_long': 'The description is {over} characters over. The limit is {max}.',
  'zalo.author_missing': 'The author is missing. An article on a Zalo OA needs one.',
  'zalo.author_long': "The author's name is {over} characters over. The limit is {max}.",
  'zalo.body_missing': 'The article has no body.',
  'zalo.fake_bold':
    'This holds fake bold letters that screen readers and search cannot read. Type it in plain letters.',
  'zalo.cover_missing':
    "Cover missing. Zalo requires one, up to 1 MB. Add a picture, or set the address of a standing cover in the channel's settings.",
  'zalo.form_unknown': 'Zalo has no form "{form}".',
  'zalo.figure_lost': 'The body names a picture that was taken out. Its place will be empty.',
  'zalo.link_unused': 'Zalo has no field for a link. Put the address at the end of the article.',
  'zalo.pictures_many': '{count} pictures. One article takes at most {max}.',
  'zalo.pictures_unused':
    'This form uses the standing cover and shows no pictures. Remove {count} of them or change the form.',
  'zalo.picture_type': 'Picture {n} is {type}. Zalo takes JPEG and PNG.',
  'zalo.picture_big': 'Picture {n} is over 1 MB; Zalo will refuse it.',
  'zalo.picture_unreachable':
    'Zalo fetches pictures from a public address, and picture {n} has none. Set LANTOA_PUBLIC_URL to the public address of Lan Tỏa, or use a picture of the portal.',

  'zalo.media_failed':
    'Zalo could not get a picture of the article: the address does not open, the file is over 1 MB, or it is neither JPEG nor PNG. The article is not up; replace the picture and send again.',
  'zalo.processing': 'Zalo is working on the article.',
  'zalo.hidden': 'The article is on the OA and hidden. See in the OA manager who hid it.',
  'zalo.gone': 'Zalo took the article, and it is not on the OA any more: somebody removed it.',
  'zalo.alike':
    'The OA has an article with this title and another description or author at {url}. Look whether it is this one.',
  'zalo.several':
    '{count} equal articles found on the OA. The oldest was taken as ours; look and remove the others: {others}',
  'zalo.not_listed': 'The article is on the OA and was not in the list this time.',
  'zalo.list_endless': 'The list of articles is unusually long and was not read to its end.',
  'zalo.invalid': 'Zalo says the request is invalid.',
  'zalo.unsupported': 'Zalo does not offer this to an OA of this kind.',
  'zalo.content_refused': 'Zalo judges that the content breaks its rules. Change the content.',
  'zalo.odd': 'Zalo refused with code {code}, which no document names.',
  'zalo.trouble': 'Zalo has trouble.',
  'zalo.answer_unreadable': 'Zalo answered with something unreadable.',
  'zalo.answer_unexpected': 'Zalo answered otherwise than documented.',
  'zalo.too_many_calls': 'The calls to Zalo of this minute are used up. Waiting for the next.',
  'zalo.quota': "The allowance of the OA's package is used up. Tried again after a day.",
  'zalo.article_quota':
    "The articles of the OA's package are used up for this period. Tried again after a day; or take a larger package.",

  'zalo.token_dead': 'The connection to the OA is no longer valid. Reconnect the OA.',
  'zalo.token_expired': 'The connection to the OA has expired. Reconnect the OA.',
  'zalo.refresh_refused':
    'Zalo does not renew the connection any more. An administrator of the OA has to reconnect it.',
  'zalo.permission':
    'The OA has not granted this to the app. Reconnect and leave managing articles and OA information ticked.',
  'zalo.account_disabled': 'The OA is disabled or deleted.',
  'zalo.account_missing': 'Zalo does not know this OA.',
  'zalo.account_unverified': 'The OA is not verified. Zalo does not let an unverified OA do this.',
  'zalo.package': "The OA's package is too small or over. Take a larger one, then reconnect.",
  'zalo.package_over': "The OA's package ended on {date}.",
  'zalo.app_inactive': 'The Zalo app is not active. Switch it on in the developer console.',
  'zalo.app_unlinked': 'The app is linked with no OA. Link it in the developer console.',
  'zalo.app_unknown': 'Zalo refuses the id or the secret of the app. Check the settings of the Zalo app.',
  'zalo.api_unregistered':
    'The app has not registered the product Official Account API. Register it in the developer console.',
  'zalo.proof': 'The app secret is wrong. Check the settings of the Zalo app.',
  'zalo.other_account': 'The grant belongs to another OA.',
  'zalo.consent_failed': 'Zalo gave no code. Start connecting again.',
  'zalo.code_refused': 'Zalo refused the code: used, or older than ten minutes. Start connecting again.',

  'net.name': 'The server of Zalo was not found. Check the network.',
  'net.refused': 'The server of Zalo takes no connection.',
  'net.tls': 'No secure connection to Zalo could be made.',
  'net.blocked': 'The address of Zalo is blocked by the outbound settings.',
  'net.timeout': 'Zalo did not answer in time.',
  'net.reset': 'The connection to Zalo was cut.',
  'net.aborted': 'Sending was stopped because the time was over.',
  'net.too_big': 'The answer of Zalo was too long to be read.',
  'net.other': 'A network error while calling Zalo.',
}
