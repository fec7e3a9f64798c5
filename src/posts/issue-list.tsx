import type { FC } from 'hono/jsx'
import type { AnyNetwork, Networks } from '../ports/network.ts'
import { Notice } from '../ui/notice.tsx'
import type { Words } from '../words/index.ts'
import type { PlacedIssue } from './issues.ts'

/** What stands against it, in words: what blocks is said first, and is said to block. */
export const IssueList: FC<{
  w: Words
  networks: Networks
  issues: readonly PlacedIssue[]
  network: AnyNetwork | undefined
}> = ({ w, issues, network }) => (
  <>
    {[...issues]
      .sort((one, other) => Number(other.blocks) - Number(one.blocks))
      .map(issue => (
        <div class="lt-issue">
          <Notice kind={issue.blocks ? 'danger' : 'warning'}>
            <p>
              <b>{w.t(issue.blocks ? 'posts.blocks' : 'posts.warns')}:</b> {w.say(issue, network)}
            </p>
          </Notice>
        </div>
      ))}
  </>
)
