/**
 * Number plans of Viet Nam. Identity numbers: Decree 137/2015/NĐ-CP Art. 13 and Circular 07/2016/TT-BCA (twelve digits,
 * no check digit; codes for births after the mergers of 2025 are not published). Telephones: the plans of 2017 and 2018.
 */

/** Codes of the 63 provinces a citizen may be born in, as every identity number begins. */
const birthPlaces = new Set(
  (
    '001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 ' +
    '044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 ' +
    '089 091 092 093 094 095 096'
  ).split(' '),
)

const mobilePrefixes = new Set(
  (
    '032 033 034 035 036 037 038 039 086 096 097 098 081 082 083 084 085 088 091 094 070 076 077 078 079 089 090 093 ' +
    '052 056 058 092 059 099 055 087'
  ).split(' '),
)

export const digitsOf = (text: string) => text.replace(/\D/g, '')

/** Twelve digits that can be somebody's: a birth place, a century with sex, and a year that has begun. */
export function isIdentityNumber(digits: string, thisYear: number): boolean {
  if (!/^\d{12}$/.test(digits) || !birthPlaces.has(digits.slice(0, 3))) return false
  const century = Number(digits[3])
  if (century > 3) return false
  return (century < 2 ? 1900 : 2000) + Number(digits.slice(4, 6)) <= thisYear
}

/** With or without the country's code. */
export function isMobileNumber(written: string): boolean {
  const digits = digitsOf(written)
  const national = digits.length === 11 && digits.startsWith('84') ? `0${digits.slice(2)}` : digits
  return national.length === 10 && mobilePrefixes.has(national.slice(0, 3))
}
