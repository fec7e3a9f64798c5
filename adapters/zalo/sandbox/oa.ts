import { ok, type Reply } from './reply.ts'
import { type Call, checkQuery } from './request.ts'
import type { Who } from './rights.ts'
import type { World } from './world.ts'

/** Who the OA is. The documents call its id `oaid`, live code reads `oa_id`: both are told. */
export function account(world: World, { account: oa }: Who, call: Call): Reply {
  checkQuery(call, world.settings.strict, [])
  return ok({
    oaid: oa.id,
    oa_id: oa.id,
    name: oa.name,
    description: '',
    oa_alias: '',
    is_verified: oa.verified,
    oa_type: 4,
    cate_name: 'Cơ quan nhà nước',
    num_follower: oa.followers,
    avatar: '',
    cover: '',
    package_name: 'Nâng cao',
    package_valid_through_date: oa.packageUntil,
    package_auto_renew_date: '',
    linked_ZCA: '',
  })
}
