import { after, before, keepsOffice, namedPerson, organisation } from './company.ts'
import type { Hit } from './finding.ts'
import { digitsOf, isIdentityNumber, isMobileNumber } from './numbers.ts'

/** @param whole the text · @param shielded the same with dates, amounts and document numbers blotted out. */
export function findNumbers(whole: string, shielded: string, thisYear: number): Hit[] {
  if (!/\d|@/.test(whole)) return []
  return [
    ...identity(whole, shielded, thisYear),
    ...nearWords(whole, shielded),
    ...bank(whole, shielded),
    ...tax(whole, shielded),
    ...mobile(whole, shielded),
    ...mail(whole),
  ]
}

const twelve =
  /(?<![\d\p{L}]|\d[.,/-])(?:\d{12}|\d{3}([ .-])\d{3}\1\d{3}\1\d{3}|\d{4}([ .-])\d{4}\2\d{4}|\d{3}([ .-])\d{3}\3\d{6})(?!\d|[.,/-]\d|\p{L})/gu
const idWords =
  /(?:căn cước|CCCD|định danh|CMND|CMTND|chứng minh nhân dân|chứng minh thư|mã số thuế|MST)(?!\p{L})[^\d\n]{0,30}$/iu
const licenceWords = /(?:giấy phép lái xe|GPLX|bằng lái)(?!\p{L})[^\d\n]{0,30}$/iu
const accountWords = /(?:số tài khoản|STK|số TK|tài khoản số|tài khoản)(?!\p{L})[^\d\n]{0,30}$/iu

function identity(whole: string, shielded: string, thisYear: number): Hit[] {
  return [...shielded.matchAll(twelve)].flatMap<Hit>(found => {
    const lead = before(whole, found.index, 60)
    if (accountWords.test(lead)) return []
    if (licenceWords.test(lead)) return [{ rule: 'P4', verdict: 'block', words: found[0] }]
    if (!idWords.test(lead) && !isIdentityNumber(digitsOf(found[0]), thisYear)) return []
    return [{ rule: 'P1', verdict: 'block', words: found[0] }]
  })
}

/** Forms that mean nothing without their words. */
const companions: readonly { rule: string; verdict: 'warn' | 'block'; form: RegExp; words: RegExp }[] = [
  {
    rule: 'P2',
    verdict: 'block',
    form: /(?<![\d\p{L}]|\d[.,/-])\d{3}([ .]?)\d{3}\1\d{3}(?!\d|[.,/-]\d|\p{L})/gu,
    words: /(?:CMND|CMTND|chứng minh nhân dân|chứng minh thư|căn cước|CCCD)(?!\p{L})[^\d\n]{0,30}$/iu,
  },
  {
    rule: 'P3',
    verdict: 'block',
    form: /(?<![\d\p{L}])[A-Z]\d{7}(?!\d|\p{L})/gu,
    words: /(?:hộ chiếu|passport)(?!\p{L})[^\d\n]{0,30}$/iu,
  },
  {
    rule: 'P5',
    verdict: 'block',
    form: /(?<![\d\p{L}])\d{10}(?!\d|\p{L})/gu,
    words: /(?:BHXH|bảo hiểm xã hội)(?!\p{L})[^\d\n]{0,20}$/iu,
  },
  {
    rule: 'P6',
    verdict: 'block',
    form: /(?<![\d\p{L}])(?:[A-Z]{2}(?:[ -]?\d){13}|\d{10})(?!\d|\p{L})/gu,
    words: /(?:BHYT|bảo hiểm y tế)(?!\p{L})[^\d\n]{0,20}$/iu,
  },
  {
    rule: 'P10',
    verdict: 'warn',
    form: /(?<![\d\p{L}])\d{2}[A-ZĐ]{1,2}\d?[- ]?(?:\d{3}\.?\d{2}|\d{4})(?!\d|\p{L})/gu,
    words: /(?<!\p{L})(?:biển|biển số|BKS|BS|xe|ô tô|mô tô)(?!\p{L})[^\n]{0,30}$/iu,
  },
]

function nearWords(whole: string, shielded: string): Hit[] {
  return companions.flatMap(({ rule, verdict, form, words }) =>
    [...shielded.matchAll(form)].flatMap(found =>
      words.test(before(whole, found.index, 60)) ? [{ rule, verdict, words: found[0] }] : [],
    ),
  )
}

const account =
  /(?:số tài khoản|STK|số TK|tài khoản|ngân hàng)(?!\p{L})[^\d\n]{0,30}?(\d(?:[ .-]?\d){5,18})(?!\d|\p{L})/giu

function bank(whole: string, shielded: string): Hit[] {
  return [...shielded.matchAll(account)].map(found => {
    const company = before(whole, found.index, 90) + after(whole, found.index, found[0].length + 90)
    const ofBody = organisation.test(company) && !namedPerson.test(company)
    return { rule: 'P7', verdict: ofBody ? 'warn' : 'block', words: found[1] ?? '' }
  })
}

const taxCode = /(?:mã số thuế|MST)(?!\p{L})[^\d\n]{0,20}?(\d{10}(?:-\d{3})?)(?!\d)/giu

/** A company's tax code is public; a person's is theirs. */
function tax(whole: string, shielded: string): Hit[] {
  return [...shielded.matchAll(taxCode)].flatMap<Hit>(found => {
    const company = before(whole, found.index, 40) + after(whole, found.index, found[0].length + 60)
    return namedPerson.test(company) && !organisation.test(company)
      ? [{ rule: 'P8', verdict: 'warn', words: found[1] ?? '' }]
      : []
  })
}

const phone = /(?<![\d\p{L}]|\d[.,/-])(?:\+?84|0)(?:[ .-]?\d){9}(?!\d|[,/-]\d|\.\d|\p{L})/gu
const ofVictim = /(?:nạn nhân|bị hại|người bệnh|bệnh nhân|người tố cáo)(?!\p{L})[^\n]{0,30}$/iu

function mobile(whole: string, shielded: string): Hit[] {
  return [...shielded.matchAll(phone)].flatMap<Hit>(found => {
    if (!isMobileNumber(found[0])) return []
    const lead = before(whole, found.index, 90)
    if (accountWords.test(lead)) return []
    const hit = { rule: 'P9', words: found[0] }
    if (ofVictim.test(lead)) return [{ ...hit, verdict: 'block' }]
    if (keepsOffice(lead) || keepsOffice(after(whole, found.index + found[0].length, 50))) return []
    return [{ ...hit, verdict: namedPerson.test(before(whole, found.index, 60)) ? 'block' : 'warn' }]
  })
}

const address = /(?<![\w.+-])[\w.+-]{1,64}@((?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24})(?![\w-])/giu
const ofBodies = /(?:^|\.)(?:gov|edu|com|org)\.vn$/i

function mail(whole: string): Hit[] {
  return [...whole.matchAll(address)].flatMap<Hit>(found =>
    ofBodies.test(found[1] ?? '') || keepsOffice(before(whole, found.index, 90))
      ? []
      : [{ rule: 'P11', verdict: 'warn', words: found[0] }],
  )
}
