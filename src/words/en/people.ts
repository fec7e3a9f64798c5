import type { Answers } from '../shape.ts'
import type { people as vi } from '../vi/people.ts'

export const people: Answers<typeof vi> = {
  'people.sign_in': 'Sign in',
  'people.email': 'E-mail',
  'people.password': 'Password',
  'people.show_password': 'Show password',
  'people.hide_password': 'Hide password',
  'people.wrong': 'The e-mail address or the password is not right.',
  'people.slowed': 'Too many tries. Try again in {duration}, at {time}.',
  'people.session_ended': 'Sign in to open this page.',
  'people.code_title': 'Enter your code',
  'people.code': 'Six-digit code',
  'people.code_hint': 'Open the authenticator app on your phone and enter the code it shows.',
  'people.code_wrong': 'The code is not right. Enter the one the app shows now.',
  'people.code_again': 'The code ran out or was wrong too often. Sign in from the start.',
  'people.forgotten': 'Forgot your password? Ask the administrator of your unit.',
}
