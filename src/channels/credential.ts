import type { Ctx } from '../context.ts'
import type { AnyNetwork } from '../ports/network.ts'

/** A credential is sealed for its channel alone: moved to another row, it does not open. */
const aboutChannel = (channel: number) => `channel:${channel}`

export const sealCredential = (ctx: Pick<Ctx, 'sealer'>, channel: number, cred: unknown) =>
  ctx.sealer.seal(JSON.stringify(cred), aboutChannel(channel))

/** Undefined when the key is another one, the bytes were altered, or the adapter no longer knows the shape. */
export async function openCredential(
  ctx: Pick<Ctx, 'sealer'>,
  network: AnyNetwork,
  channel: number,
  sealed: Uint8Array,
): Promise<{ cred: unknown } | undefined> {
  const plain = await ctx.sealer.open(sealed, aboutChannel(channel))
  if (plain === undefined) return undefined
  const parsed = network.shape.cred.safeParse(JSON.parse(plain))
  return parsed.success ? { cred: parsed.data } : undefined
}
