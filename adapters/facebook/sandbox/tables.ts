/**
 * The part of Graph this sandbox covers, written by hand from the Page, PagePost, Photo, Album, User and Permission
 * references and the v26 lists (read 2026-11-22). A name that is not here is refused; none stands here that Graph lacks.
 */

export type ParamType = 'bool' | 'int' | 'string' | 'datetime' | 'list' | 'object' | 'file' | readonly string[]

const contentTypes = [
  'ADS_POST',
  'DRAFT',
  'INLINE_CREATED',
  'PUBLISHED',
  'PUBLISH_PENDING',
  'REVIEWABLE_BRANDED_CONTENT',
  'SCHEDULED',
  'SCHEDULED_RECURRING',
] as const
const periods = ['day', 'days_28', 'lifetime', 'month', 'total_over_range', 'week'] as const
const contentCategories = [
  'BEAUTY_FASHION',
  'BUSINESS',
  'CARS_TRUCKS',
  'COMEDY',
  'CUTE_ANIMALS',
  'ENTERTAINMENT',
].concat([
  'FAMILY',
  'FOOD_HEALTH',
  'HOME',
  'LIFESTYLE',
  'MUSIC',
  'NEWS',
  'OTHER',
  'POLITICS',
  'SCIENCE',
  'SPORTS',
  'TECHNOLOGY',
  'VIDEO_GAMING',
])
const granularity = ['day', 'hour', 'min', 'month', 'none', 'year'] as const

/** Understood on every call; the references list them nowhere. `method` is left out on purpose: send the real verb. */
export const generic: Record<string, ParamType> = {
  fields: 'list',
  limit: 'int',
  after: 'string',
  before: 'string',
  since: 'datetime',
  until: 'datetime',
  summary: 'string',
  appsecret_proof: 'string',
  locale: 'string',
  batch: 'list',
  include_headers: 'bool',
  // Ignored without error since v26.
  pretty: 'string',
  debug: 'string',
  // Meta's own SDKs send the id of the node along.
  id: 'string',
}

const postList: Record<string, ParamType> = {
  include_hidden: 'bool',
  limit: 'int',
  show_expired: 'bool',
  with: ['LOCATION'],
}

/** Parameters by `METHOD Node/edge`. */
export const operations: Record<string, Record<string, ParamType>> = {
  'GET Page/(node)': {},
  'GET Page/feed': postList,
  'GET Page/posts': { ...postList, q: 'string' },
  'GET Page/published_posts': postList,
  'GET Page/visitor_posts': postList,
  'GET Page/scheduled_posts': {},
  'GET Page/albums': {},
  'GET Page/photos': { type: ['profile', 'tagged', 'uploaded'] },
  'GET Page/insights': { metric: 'list', period: periods, since: 'datetime', until: 'datetime' },
  'GET Page/video_reels': { since: 'datetime', until: 'datetime' },
  'GET Page/videos': { type: ['TAGGED', 'UPLOADED'] },
  'POST Page/feed': {
    message: 'string',
    link: 'string',
    attached_media: 'list',
    published: 'bool',
    scheduled_publish_time: 'datetime',
    unpublished_content_type: contentTypes,
    backdated_time: 'datetime',
    backdated_time_granularity: granularity,
    targeting: 'object',
    feed_targeting: 'object',
    call_to_action: 'object',
    place: 'string',
    tags: 'list',
    picture: 'string',
    name: 'string',
    description: 'string',
    thumbnail: 'file',
  },
  'POST Page/photos': {
    url: 'string',
    caption: 'string',
    message: 'string',
    name: 'string',
    published: 'bool',
    temporary: 'bool',
    alt_text_custom: 'string',
    scheduled_publish_time: 'int',
    unpublished_content_type: contentTypes,
    backdated_time: 'datetime',
    backdated_time_granularity: granularity,
    targeting: 'object',
    feed_targeting: 'object',
    place: 'string',
  },
  'POST Page/videos': {
    upload_phase: ['cancel', 'finish', 'start', 'transfer'],
    file_size: 'int',
    upload_session_id: 'string',
    start_offset: 'int',
    title: 'string',
    description: 'string',
    published: 'bool',
    scheduled_publish_time: 'int',
    content_category: contentCategories,
    embeddable: 'bool',
    targeting: 'object',
    feed_targeting: 'object',
    thumb: 'file',
  },
  'POST Page/video_reels': {
    upload_phase: ['FINISH', 'START'],
    video_id: 'string',
    video_state: ['DRAFT', 'PUBLISHED', 'SCHEDULED'],
    title: 'string',
    description: 'string',
    scheduled_publish_time: 'datetime',
    place: 'string',
  },
  'GET AdVideo/(node)': {},
  'POST AdVideo/(node)': { name: 'string', description: 'string' },
  'DELETE AdVideo/(node)': {},
  'GET PagePost/(node)': {},
  'GET PagePost/attachments': {},
  'GET PagePost/insights': { metric: 'list', period: periods, since: 'datetime', until: 'datetime' },
  'GET PagePost/comments': {
    filter: ['stream', 'toplevel'],
    order: ['chronological', 'reverse_chronological'],
    since: 'datetime',
  },
  'GET PagePost/reactions': {
    type: ['ANGRY', 'CARE', 'FIRE', 'HAHA', 'HUNDRED', 'LIKE', 'LOVE', 'NONE', 'PRIDE', 'SAD', 'THANKFUL', 'WOW'],
  },
  'POST PagePost/(node)': {
    message: 'string',
    is_published: 'bool',
    is_hidden: 'bool',
    is_pinned: 'bool',
    timeline_visibility: ['forced_allow', 'hidden', 'normal'],
    scheduled_publish_time: 'int',
    backdated_time: 'datetime',
    backdated_time_granularity: granularity,
  },
  'DELETE PagePost/(node)': {},
  'GET Photo/(node)': {},
  'DELETE Photo/(node)': {},
  'GET Album/(node)': {},
  'GET Album/photos': {},
  'POST (root)': {},
  'GET User/(node)': {},
  'GET User/accounts': { is_place: 'bool', is_promotable: 'bool' },
  'GET User/permissions': { permission: 'string', status: ['declined', 'expired', 'granted'] },
  'DELETE User/permissions': { permission: 'string' },
  'GET Application/(node)': {},
  'GET Application/subscriptions': {},
  'POST Application/subscriptions': {
    object: 'string',
    callback_url: 'string',
    fields: 'list',
    include_values: 'bool',
    verify_token: 'string',
  },
  'GET Page/subscribed_apps': {},
  'POST Page/subscribed_apps': { subscribed_fields: 'list' },
}

/** The multipart part that carries bytes exists although no reference lists it. */
export const byteParts: Record<string, readonly string[]> = {
  'POST Page/photos': ['source'],
  'POST Page/videos': ['video_file_chunk'],
}

export const fields: Record<string, readonly string[]> = {
  Page: [
    'id',
    'name',
    'access_token',
    'category',
    'category_list',
    'fan_count',
    'followers_count',
    'is_published',
    'link',
  ].concat(['username', 'verification_status', 'about', 'website', 'is_verified']),
  PagePost: [
    'id',
    'created_time',
    'updated_time',
    'message',
    'permalink_url',
    'is_published',
    'is_hidden',
    'is_expired',
  ]
    .concat(['status_type', 'application', 'from', 'scheduled_publish_time', 'full_picture', 'picture', 'shares'])
    .concat(['backdated_time', 'is_popular', 'promotable_id', 'privacy', 'story', 'timeline_visibility']),
  Photo: [
    'id',
    'album',
    'alt_text',
    'alt_text_custom',
    'backdated_time',
    'can_delete',
    'created_time',
    'from',
    'height',
  ].concat(['icon', 'images', 'link', 'name', 'page_story_id', 'picture', 'source', 'updated_time', 'width']),
  AdVideo: ['id', 'created_time', 'description', 'from', 'length', 'permalink_url', 'post_id', 'post_views'].concat([
    'published',
    'scheduled_publish_time',
    'source',
    'status',
    'title',
    'updated_time',
    'views',
  ]),
  Album: ['id', 'name', 'count', 'created_time', 'link', 'type', 'updated_time'],
  User: ['id', 'name', 'first_name', 'last_name'],
  Application: ['id', 'name', 'link', 'privacy_policy_url'],
  Permission: ['permission', 'status'],
}

/** `tasks` comes only in lists of accounts. */
export const accountFields = ['tasks']

/** Edges that may stand in `fields`. */
export const edges: Record<string, readonly string[]> = {
  Page: ['albums', 'feed', 'photos', 'posts', 'published_posts', 'scheduled_posts'],
  PagePost: ['attachments', 'comments', 'insights', 'likes', 'reactions'],
  Photo: ['comments', 'insights', 'likes'],
  AdVideo: ['comments', 'likes'],
  Album: ['photos'],
  User: ['accounts', 'permissions'],
  Application: [],
  Permission: [],
}

/** Asking one of these of a post fails the whole request with code 12 since v3.3. */
export const removedPostFields = ['link', 'name', 'caption', 'description', 'type', 'source', 'object_id']

/** Page fields that v26.0 took away. */
export const removedPageFields = ['current_location', 'genre', 'network', 'parking', 'start_info', 'settings']

export const attachmentFields = [
  'media',
  'media_type',
  'subattachments',
  'target',
  'title',
  'type',
  'unshimmed_url',
  'url',
]

export const defaults: Record<string, readonly string[]> = {
  Page: ['name', 'id'],
  PagePost: ['created_time', 'message', 'id'],
  Photo: ['created_time', 'name', 'id'],
  AdVideo: ['updated_time', 'description', 'id'],
  Album: ['created_time', 'name', 'id'],
  User: ['name', 'id'],
  Application: ['link', 'name', 'id'],
  Account: ['access_token', 'category', 'category_list', 'name', 'id', 'tasks'],
  Permission: ['permission', 'status'],
}

export const permissions = [
  'pages_show_list',
  'pages_read_engagement',
  'pages_manage_posts',
  'pages_read_user_content',
  'pages_manage_engagement',
  'pages_manage_metadata',
  'read_insights',
  'pages_messaging',
  'business_management',
  'publish_video',
] as const
