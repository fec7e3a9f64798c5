import type { Answers } from '../shape.ts'
import type { findings as vi } from '../vi/findings.ts'

export const findings: Answers<typeof vi> = {
  'problem.guard.S1':
    'A secrecy stamp stands on a line of its own: {masked}. Do not publish; tell the secrecy officer now.',
  'problem.guard.S2': 'A secrecy level is stated: {masked}. Do not publish; tell the secrecy officer now.',
  'problem.guard.S3':
    'A document number carries a secrecy level: {masked}. Do not publish; tell the secrecy officer now.',
  'problem.guard.S4': 'Words that stand only on secret papers: {masked}. Do not publish; tell the secrecy officer now.',
  'problem.guard.S5':
    'A kind of document with a secrecy level: {masked}. Do not publish; tell the secrecy officer now.',
  'problem.guard.S6': 'A secrecy stamp is mentioned in a sentence: {masked}. Read it again before publishing.',
  'problem.guard.S7': 'Circulation is limited: {masked}. Ask the issuing body before publishing.',
  'problem.guard.S8': 'A secret document is mentioned: {masked}. Read it again before publishing.',
  'problem.guard.S9': 'A scan may carry a secrecy stamp: {masked}. Look at the original before publishing.',
  'problem.guard.S10': 'A file is named like a secret paper: {masked}. Look at the file before publishing.',
  'problem.guard.P1': 'Citizen identity numbers ({count}): {masked}. Mask or remove them.',
  'problem.guard.P2': 'Old identity card numbers ({count}): {masked}. Mask or remove them.',
  'problem.guard.P3': 'Passport numbers ({count}): {masked}. Mask or remove them.',
  'problem.guard.P4': 'Driving licence numbers ({count}): {masked}. Mask or remove them.',
  'problem.guard.P5': 'Social insurance numbers ({count}): {masked}. Mask or remove them.',
  'problem.guard.P6': 'Health insurance numbers ({count}): {masked}. Mask or remove them.',
  'problem.guard.P7': 'Bank accounts ({count}): {masked}. Keep only accounts of bodies and funds.',
  'problem.guard.P8': "Persons' tax codes ({count}): {masked}. Remove them unless needed.",
  'problem.guard.P9': "Persons' telephone numbers ({count}): {masked}. Keep only offices and hotlines.",
  'problem.guard.P10': 'Number plates ({count}): {masked}. Remove them unless needed.',
  'problem.guard.P11': "Persons' e-mail addresses ({count}): {masked}. Remove them unless needed.",
  'problem.guard.P12': 'Home addresses ({count}): {masked}. Name the commune only.',
  'problem.guard.P13': 'Dates of birth ({count}): {masked}. Remove them unless needed.',
  'problem.guard.P14': 'Names of children ({count}): {masked}. Child and guardian must agree, or use initials.',
  'problem.guard.P15': 'Health of named persons ({count}): {masked}. Use initials or remove it.',
  'problem.picture.gone': 'The picture {url} could not be had from the portal. The post stands, without it.',
  'problem.picture.unreadable': '{url} is not a picture that can be read. The post stands, without it.',
  'problem.picture.too_big': 'The picture {url} is too large. The post stands, without it.',
  'problem.picture.refused':
    'The portal does not let {url} be read automatically (robots.txt). The post stands, without it.',
  'problem.picture.busy':
    'It was not our turn at the portal for the picture {url}. The post stands, without it; make it again in a few minutes to have it.',
  'problem.picture.later': 'Pictures cannot be looked at here ({url}). Make the post on the main server to have it.',
  'problem.picture.unseen': 'A preview fetches no pictures, so their kind, size and weight are not checked.',
  'problem.post.no_channel': 'There is no channel to publish on.',
  'problem.post.source_withdrawn': 'The portal took the original down. Do not publish this.',
  'problem.post.pictures_fewer':
    'The post has {all} pictures and this channel takes {most} at the most, so only the first {most} go there. Put the ones that matter first.',
  'problem.post.source_changed':
    'The portal changed the original since this was written. Look again before publishing.',
  'problem.post.dropped': 'The post was given up.',
  'problem.channel.ended': 'The channel is no longer in use.',
  'problem.channel.network_unknown': 'This installation has no network {network}.',
  'problem.channel.settings_wrong': "The channel's settings cannot be read. Save them again.",
  'problem.rule.day_full': 'The channel has its {perDay} posts by rules for the day. This one waits as a draft.',
}
