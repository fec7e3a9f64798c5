import type { Role } from '../db/tables/people.ts'
import type { MenuGroup, MenuItem } from '../ui/layout.tsx'
import type { PlainKey } from '../words/index.ts'
import type { Frame } from './env.ts'

interface Entry extends MenuItem {
  roles: readonly Role[]
  counts?: keyof Frame['waiting']
}

/** What a person may not use is absent, not greyed. */
const menu: readonly { key?: PlainKey; items: readonly Entry[] }[] = [
  {
    items: [
      { path: '/', key: 'common.today', roles: ['editor', 'approver', 'leader', 'admin', 'contributor'] },
      {
        path: '/publications',
        key: 'common.publications',
        short: 'common.publications_short',
        roles: ['editor', 'approver', 'admin', 'contributor'],
        counts: 'publications',
      },
      { path: '/posts', key: 'common.posts', roles: ['editor', 'approver', 'admin', 'contributor'] },
      {
        path: '/approvals',
        key: 'common.approvals',
        short: 'common.approvals_short',
        roles: ['editor', 'approver', 'admin', 'contributor'],
        counts: 'approvals',
      },
      {
        path: '/deliveries',
        key: 'common.deliveries',
        roles: ['editor', 'approver', 'admin', 'contributor'],
        counts: 'deliveries',
      },
      { path: '/announcements', key: 'announcements.title', roles: ['editor', 'approver', 'admin'] },
    ],
  },
  {
    key: 'common.group_watch',
    items: [
      {
        path: '/reach',
        key: 'common.reach',
        short: 'common.reach_short',
        roles: ['editor', 'approver', 'leader', 'admin', 'contributor'],
      },
    ],
  },
  {
    key: 'common.group_setup',
    items: [
      { path: '/sources', key: 'common.sources', roles: ['editor', 'approver', 'admin'] },
      { path: '/rules', key: 'common.rules', roles: ['editor', 'approver', 'admin'] },
      { path: '/channels', key: 'common.channels', roles: ['editor', 'approver', 'admin'] },
      { path: '/holds', key: 'common.holds', roles: ['approver', 'admin'] },
    ],
  },
]

export const menuFor = (roles: ReadonlySet<Role>, waiting: Frame['waiting'] = {}): MenuGroup[] =>
  menu
    .map(group => ({
      key: group.key,
      items: group.items
        .filter(item => item.roles.some(role => roles.has(role)))
        .map(({ path, key, short, counts }) => ({ path, key, short, waiting: counts && waiting[counts] })),
    }))
    .filter(group => group.items.length > 0)

/** Four items beside "Thêm", in the order of a role's day. */
export function bottomOf(groups: readonly MenuGroup[], roles: ReadonlySet<Role>): MenuItem[] {
  const paths = roles.has('approver')
    ? ['/', '/approvals', '/deliveries', '/publications']
    : roles.has('editor') || roles.has('contributor') || roles.has('admin')
      ? ['/', '/publications', '/approvals', '/deliveries']
      : ['/', '/reach']
  const all = groups.flatMap(group => group.items)
  return paths.flatMap(path => all.filter(item => item.path === path))
}
