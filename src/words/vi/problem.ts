/** Problem codes of the core, `problem.<code>`; a network's codes are in its adapter's words. */
export const problem = {
  'problem.other': 'Lỗi chưa có lời giải thích (mã {code})',
} as const
