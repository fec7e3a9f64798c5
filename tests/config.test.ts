import { expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'

test('an empty environment gives the sandbox on port 8080', () => {
  const read = readConfig({}, ['toy'])
  expect(read).toMatchObject({ is: 'config', config: { port: 8080, networks: 'sandbox', dataDir: './data' } })
})

test('an unknown LANTOA_ name is refused by name, with everything else that is wrong', () => {
  const read = readConfig({ LANTOA_TYPO: '1', PORT: 'x', LANTOA_HOSTS: 'a', TOY_APP_ID: '7' }, ['toy'])
  expect(read.is === 'wrong' && read.lines.map(line => line.split(':')[0])).toEqual(['LANTOA_TYPO', 'PORT'])
  const later = readConfig({ LANTOA_HOSTS: 'a', TOY_APP_ID: '7', LANTOA_PRIVATE_OK: 'ten' }, ['toy'])
  expect(later.is === 'wrong' && later.lines).toEqual([
    'LANTOA_HOSTS: "a" is not host=http://server',
    'LANTOA_PRIVATE_OK: "ten" is not a range like 10.0.0.0/8',
    'TOY_APP_SECRET: missing',
  ])
})

test('a faster clock is refused when the networks are live', () => {
  expect(readConfig({ LANTOA_NETWORKS: 'live', LANTOA_CLOCK_SPEED: '60' }, []).is).toBe('wrong')
})

test('a host is answered by the server named for it', () => {
  const read = readConfig({ LANTOA_HOSTS: 'graph.facebook.com=http://127.0.0.1:9001' }, [])
  expect(read.is === 'config' && read.config.hosts.get('graph.facebook.com')).toBe('http://127.0.0.1:9001')
})
