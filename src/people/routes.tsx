import { type Context, Hono } from 'hono'
import { setCookie } from 'hono/cookie'
import { z } from 'zod'
import { addressOf } from '../http/address.ts'
import type { Env } from '../http/env.ts'
import { field, readForm, safeBack } from '../http/forms.ts'
import { languageCookie } from '../http/locale.ts'
import { page, themeCookie } from '../http/page.tsx'
import { isSecure } from '../http/security.ts'
import { never } from '../kit/never.ts'
import { Code, SignIn } from './pages.tsx'
import { saveLanguage } from './queries.ts'
import { endSession, signIn, verifyCode } from './sign-in.ts'

const back = z
  .string()
  .max(2000)
  .optional()
  .transform(value => (value ? safeBack(value) : undefined))

/** Before there is an actor. */
export const entrance = new Hono<Env>()
  .get('/sign-in', c => {
    const w = c.var.words
    const to = c.req.query('back')
    return page(c, { title: w.t('people.sign_in') }, <SignIn w={w} back={to ? safeBack(to) : undefined} />)
  })
  .post('/sign-in', async c => {
    const w = c.var.words
    // The address is not judged further: whatever is not known is simply wrong.
    const form = await readForm(c, z.object({ email: field.text(320), password: z.string().min(1).max(512), back }))
    const title = w.t('people.sign_in')
    if (form.is === 'wrong')
      return page(
        c,
        { title, wrong: true },
        <SignIn w={w} errors={form.errors} values={form.values} back={safeBackOf(form.values.back)} />,
        422,
      )
    const { email, password, back: to } = form.value
    const result = await signIn(c.var.ctx, { email, password, address: addressOf(c), headers: c.req.raw.headers })
    switch (result.is) {
      case 'in':
        return enter(c, result.cookies, to ?? '/')
      case 'code':
        return enter(c, result.cookies, to ? `/sign-in/code?back=${encodeURIComponent(to)}` : '/sign-in/code')
      case 'wrong':
        return page(
          c,
          { title, wrong: true },
          <SignIn w={w} refused={w.t('people.wrong')} values={{ email }} back={to} />,
          401,
        )
      case 'slowed': {
        const now = c.var.ctx.now()
        const wait = w.t('people.slowed', {
          duration: w.duration(result.until.getTime() - now.getTime()),
          time: w.clock(result.until),
        })
        return page(c, { title, wrong: true }, <SignIn w={w} refused={wait} values={{ email }} back={to} />, 429)
      }
      default:
        return never(result)
    }
  })
  .get('/sign-in/code', c =>
    page(
      c,
      { title: c.var.words.t('people.code_title') },
      <Code w={c.var.words} back={safeBackOf(c.req.query('back'))} />,
    ),
  )
  .post('/sign-in/code', async c => {
    const w = c.var.words
    const form = await readForm(c, z.object({ code: field.text(20), back }))
    const title = w.t('people.code_title')
    if (form.is === 'wrong')
      return page(
        c,
        { title, wrong: true },
        <Code w={w} wrong={form.errors.code} back={safeBackOf(form.values.back)} />,
        422,
      )
    const result = await verifyCode(c.var.ctx, c.req.raw.headers, form.value.code)
    switch (result.is) {
      case 'in':
        return enter(c, result.cookies, form.value.back ?? '/')
      case 'wrong':
        return page(
          c,
          { title, wrong: true },
          <Code w={w} wrong={w.t('people.code_wrong')} back={form.value.back} />,
          401,
        )
      case 'again':
        return page(
          c,
          { title: w.t('people.sign_in'), wrong: true },
          <SignIn w={w} refused={w.t('people.code_again')} back={form.value.back} />,
          401,
        )
      default:
        return never(result)
    }
  })

/** What a signed-in person sets for themselves. */
export const myself = new Hono<Env>()
  .post('/me/language', async c => {
    const form = await readForm(c, z.object({ language: z.enum(['vi', 'en']), back }))
    if (form.is === 'wrong') return c.redirect('/', 303)
    await saveLanguage(c.var.ctx.db, c.var.actor.id, form.value.language)
    setCookie(c, languageCookie, form.value.language, kept(c))
    return c.redirect(form.value.back ?? '/', 303)
  })
  .post('/me/theme', async c => {
    const form = await readForm(c, z.object({ theme: z.enum(['light', 'dark', 'device']), back }))
    if (form.is === 'wrong') return c.redirect('/', 303)
    setCookie(c, themeCookie, form.value.theme, kept(c))
    return c.redirect(form.value.back ?? '/', 303)
  })
  .post('/sign-out', async c => enter(c, await endSession(c.var.ctx, c.req.raw.headers), '/sign-in'))

const safeBackOf = (value: string | undefined) => (value ? safeBack(value) : undefined)

const kept = (c: Context<Env>) =>
  ({
    path: '/',
    maxAge: 400 * 24 * 3600,
    sameSite: 'Lax',
    httpOnly: true,
    secure: isSecure(c.var.ctx.config.publicUrl, c.req.url),
  }) as const

function enter(c: Context<Env>, cookies: readonly string[], to: string): Response {
  for (const cookie of cookies) c.header('set-cookie', cookie, { append: true })
  return c.redirect(to, 303)
}
