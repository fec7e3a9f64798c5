import type { ChannelsTables } from './tables/channels.ts'
import type { DeliveriesTables } from './tables/deliveries.ts'
import type { JobsTables } from './tables/jobs.ts'
import type { PeopleTables } from './tables/people.ts'
import type { PostsTables } from './tables/posts.ts'
import type { PublicationsTables } from './tables/publications.ts'
import type { SourcesTables } from './tables/sources.ts'

/**
 * The tables as Kysely sees them, room by room. `bigint` ids are numbers (the driver is told so; they stay below 2^53, and
 * ids of networks are text).
 */
export interface Schema
  extends PeopleTables,
    ChannelsTables,
    SourcesTables,
    PublicationsTables,
    PostsTables,
    DeliveriesTables,
    JobsTables {}
