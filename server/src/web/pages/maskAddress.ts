/** Returns an e-mail address that its owner recognizes and others do not learn: the first letter and the domain. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  if (at < 1) return '•••'
  const [first = ''] = email
  return `${first}•••${email.slice(at)}`
}

/** Returns a phone number by its last two digits. */
export function maskPhone(phone: string): string {
  return `•••${phone.replaceAll(/\D/g, '').slice(-2)}`
}
