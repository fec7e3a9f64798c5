import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import {
  body,
  idParam,
  json,
  id as ofId,
  pageQuery,
  refusals,
  refuse,
  refusePlain,
  room,
  security,
} from '../http/api.ts'
import type { Env } from '../http/env.ts'
import { can } from '../http/guard.ts'
import { never } from '../kit/never.ts'
import { showPost } from './api-answers.ts'
import * as shapes from './api-shapes.ts'
import { createPost } from './create.ts'
import { states } from './post.ts'
import { postsSeen } from './queries/find.ts'
import { type Saved, saveCommon } from './save.ts'
import { saveRendition } from './save-rendition.ts'

const about = { tags: ['posts'], security, middleware: can('see_work') }
const id = { params: idParam }
const whole = json(shapes.post, 'The post as it now is')
const saved = z.object({
  voided: z.boolean().openapi({ description: 'The approval is void; what waited is cancelled until approved again' }),
  corrections: z
    .array(z.number().int())
    .openapi({ description: 'Channels where it is out: the text waits as a correction' }),
  busy: z.array(z.number().int()),
  post: shapes.post,
})

const list = createRoute({
  ...about,
  method: 'get',
  path: '/posts',
  summary: 'Posts of the units the caller may see',
  request: {
    query: z.object({
      most: pageQuery.most,
      before: pageQuery.before,
      state: z.enum(states).optional(),
      unit: ofId.optional(),
    }),
  },
  responses: { 200: json(z.object({ posts: z.array(shapes.listed) }), 'Newest first'), ...refusals(401, 403, 422) },
})
const get = createRoute({
  ...about,
  method: 'get',
  path: '/posts/{id}',
  summary: 'One post with its renditions and what stands against it',
  request: id,
  responses: { 200: whole, ...refusals(401, 403, 404, 422) },
})
const create = createRoute({
  ...about,
  method: 'post',
  path: '/posts',
  summary: 'A post of a publication, or by hand; nothing goes out by it',
  request: { body: body(shapes.newPost) },
  responses: { 201: whole, ...refusals(401, 403, 404, 409, 422) },
})
const common = createRoute({
  ...about,
  method: 'patch',
  path: '/posts/{id}',
  summary: 'Edit the common text; renditions that inherit it follow',
  request: { ...id, body: body(shapes.commonEdit) },
  responses: { 200: json(saved, 'Saved'), ...refusals(401, 403, 404, 409, 422) },
})
const rendition = createRoute({
  ...about,
  method: 'patch',
  path: '/posts/{id}/renditions/{channel}',
  summary: 'Edit what one channel will show, add a channel, or leave one out',
  request: {
    params: idParam.extend({ channel: ofId }),
    body: body(shapes.renditionEdit),
  },
  responses: { 200: json(saved, 'Saved'), ...refusals(401, 403, 404, 409, 422) },
})
const answerSaved = async (c: Context<Env>, post: number, result: Saved) => {
  switch (result.is) {
    case 'saved': {
      const shown = await showPost(c, post)
      if (!shown) return refuse(c, 404, 'not_found')
      const { voided, corrections, busy } = result
      return c.json({ voided, corrections: [...corrections], busy: [...busy], post: shown }, 200)
    }
    case 'missing':
    case 'forbidden':
      return refusePlain(c, result.is)
    case 'stale':
    case 'dropped':
      return refuse(c, 409, result.is)
    default:
      return never(result)
  }
}

export const postsApi = room()
  .openapi(list, async c => {
    const { state, unit, before, most } = c.req.valid('query')
    const filter = { most, ...(state && { states: [state] }), ...(unit && { unit }), ...(before && { cursor: before }) }
    return c.json({ posts: (await postsSeen(c.var.ctx.db, c.var.actor.id, filter)).map(shapes.shownListed) }, 200)
  })
  .openapi(get, async c => {
    const shown = await showPost(c, c.req.valid('param').id)
    return shown ? c.json(shown, 200) : refuse(c, 404, 'not_found')
  })
  .openapi(create, async c => {
    const result = await createPost(c.var.ctx, c.var.actor, c.req.valid('json'))
    switch (result.is) {
      case 'created': {
        const shown = await showPost(c, result.post)
        if (!shown) return refuse(c, 404, 'not_found')
        c.header('location', `/api/v1/posts/${result.post}`)
        return c.json(shown, 201)
      }
      case 'missing':
      case 'forbidden':
        return refusePlain(c, result.is)
      case 'no_channel':
      case 'empty':
        return refuse(c, 422, result.is)
      case 'held':
      case 'withdrawn':
      case 'unread':
      case 'already':
        return refuse(c, 409, result.is)
      default:
        return never(result)
    }
  })
  .openapi(common, async c => {
    const { id: post } = c.req.valid('param')
    const { seen, ...given } = c.req.valid('json')
    return answerSaved(c, post, await saveCommon(c.var.ctx, c.var.actor, post, seen, given))
  })
  .openapi(rendition, async c => {
    const { id: post, channel } = c.req.valid('param')
    const { seen, ...given } = c.req.valid('json')
    const result = await saveRendition(c.var.ctx, c.var.actor, post, channel, seen, given)
    switch (result.is) {
      case 'unfit':
        return refuse(c, 422, 'unfit')
      case 'out':
        return refuse(c, 409, 'out')
      case 'wrong':
        return refuse(c, 422, 'invalid', result.issues)
      default:
        return answerSaved(c, post, result)
    }
  })
