import { z } from 'zod'

/** Where drafts wait for a person: the sandbox of a network that has an inbox. */
const withInbox = 'tiktok'

/** A draft lies so long before it is finished: time enough to be seen waiting on the desk. */
const patience = 20_000

const draftsShape = z.array(z.object({ id: z.string(), description: z.string(), discarded: z.boolean() }))

/**
 * The person with the phone, who finishes drafts one after another, or five of them wait and nothing more is taken for a
 * day. The newest is left lying, so that whoever looks on finds one to finish by hand.
 */
export async function finishDrafts({ url }: { url: string }): Promise<number> {
  const answer = await fetch(`${url}/_sandbox/drafts`)
  const waiting = draftsShape.parse(await answer.json()).filter(draft => !draft.discarded)
  let finished = 0
  for (const { id, description } of waiting.slice(0, -1)) {
    // A video's draft brings no words along: the person pastes what the desk shows.
    const caption = description || 'Tin từ Cổng thông tin điện tử tỉnh Lạc Giang'
    const done = await fetch(`${url}/_sandbox/drafts/${id}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ act: 'post', caption }),
    })
    if (done.ok) finished++
  }
  return finished
}

export function finishing(
  sandboxes: readonly { network: string; url: string }[],
  trouble: (cause: unknown) => void,
): { stop(): void } {
  const sandbox = sandboxes.find(one => one.network === withInbox)
  const timer = setInterval(() => {
    if (sandbox) finishDrafts(sandbox).catch(trouble)
  }, patience)
  return { stop: () => clearInterval(timer) }
}
