import type { BetterAuthOptions } from 'better-auth'
import type { Ctx } from '../context.ts'
import { hmacSha256Hex } from '../kit/crypto.ts'

/**
 * better-auth keeps sessions, password hashes and second factors; pages and roles are ours. None of its HTTP routes is
 * mounted: the desk's own forms call it, so that each path has our CSRF check, words and slowing of guesses. It is
 * imported when first used, because it costs 0.3 s. Password hashing is scrypt: Node's own, and `@noble/hashes` on
 * Workers, chosen by the package's export conditions.
 */
export async function authOf(ctx: Ctx) {
  let made = instances.get(ctx.db)
  if (!made) {
    made = makeAuth(ctx)
    instances.set(ctx.db, made)
  }
  return made
}

const instances = new WeakMap<object, ReturnType<typeof makeAuth>>()

async function makeAuth(ctx: Ctx) {
  const [{ betterAuth }, options] = await Promise.all([import('better-auth'), authOptions(ctx)])
  return betterAuth(options)
}

/** How long a session lasts without use, and how often using it is written down. */
const session = { expiresIn: 12 * 3600, updateAge: 3600 }

export async function authOptions(ctx: Ctx) {
  const { twoFactor } = await import('better-auth/plugins/two-factor')
  const { secretKey, publicUrl } = ctx.config
  if (!secretKey) throw new Error('sessions need the secret key, which the runtime makes at first start')
  return {
    appName: 'Lan Tỏa',
    secret: await hmacSha256Hex(secretKey, 'lantoa sessions'),
    baseURL: publicUrl ?? 'http://localhost',
    database: { db: ctx.db, type: 'postgres' as const },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength, maxPasswordLength },
    // Guesses are counted per person and address in sign-in.ts: behind an office's one address, better-auth's own
    // counter would stop everybody for one person's mistakes, and it only guards the routes we do not mount.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    plugins: [
      twoFactor({
        issuer: 'Lan Tỏa',
        schema: {
          user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
          twoFactor: {
            modelName: 'auth_two_factor',
            fields: {
              userId: 'user_id',
              backupCodes: 'backup_codes',
              failedVerificationCount: 'failed_verification_count',
              lockedUntil: 'locked_until',
            },
          },
        },
      }),
    ],
    user: {
      modelName: 'auth_user',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    session: {
      modelName: 'auth_session',
      fields: {
        userId: 'user_id',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        expiresAt: 'expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
      ...session,
    },
    account: {
      modelName: 'auth_account',
      fields: {
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'auth_verification',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    advanced: {
      cookiePrefix: 'lt',
      useSecureCookies: publicUrl?.startsWith('https://') ?? false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' as const, path: '/' },
    },
  } satisfies BetterAuthOptions
}

/** NIST SP 800-63B-4 §3.1.1.2: length instead of composition rules; scrypt takes long ones. */
export const minPasswordLength = 12
export const maxPasswordLength = 128
