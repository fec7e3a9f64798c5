/** Items that may be what another site published. */
export const copies = {
  'publications.copy': 'Có thể trùng',
  'publications.copy_of': 'Có thể là bản đăng lại tin của {portal}: {why}. Chưa quy tắc nào đăng tin này.',
  'publications.copied_by': 'Tin này đã được đăng theo bản của {portal}: {why}. Chưa quy tắc nào đăng tin này.',
  'publications.copy_text': 'nội dung giống {n}%',
  'publications.copy_headline': 'tiêu đề giống {n}%, cách nhau không quá ba ngày',
  'publications.copy_link': 'bài dẫn địa chỉ của tin đó',
  'publications.copy_credit': 'bài ghi theo cổng đó, tiêu đề giống {n}%',
  'publications.copy_see': 'Xem hai tin',
  'publications.copy_this': 'Tin này',
  'publications.copy_no_text': 'Chưa đọc nội dung.',
  'publications.copy_same': 'Cùng một tin, bỏ qua tin này',
  'publications.copy_different': 'Hai tin khác nhau',
  'publications.copy_decided': 'Đã ghi nhận trả lời về tin trùng.',
} as const
