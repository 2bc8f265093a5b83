// Reads tokens of ours with libraries that are not ours, and says what it read.
// In: JSON with hex and text members. Out: JSON.
import { createHash, webcrypto } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { inflateSync } from 'node:zlib'
import { Claims, Validator } from '@ldclabs/cose-ts/cwt'
import { ECDSAKey } from '@ldclabs/cose-ts/ecdsa'
import { Sign1Message } from '@ldclabs/cose-ts/sign1'
import { decodeCBOR, encodeCBOR } from '@ldclabs/cose-ts/utils'
import { importJWK, jwtVerify } from 'jose'

const input = JSON.parse(readFileSync(0, 'utf8'))
const hex = (s) => new Uint8Array(Buffer.from(s, 'hex'))
const toHex = (b) => Buffer.from(b).toString('hex')
const fixedNow = new Date(input.now)

function keyFor(token) {
  const [protectedBytes] = decodeCBOR(token.slice(1)) // behind tag 18
  const kid = toHex(decodeCBOR(protectedBytes).get(4))
  const raw = decodeCBOR(hex(input.keySet)).find((k) => toHex(k.get(2)) === kid)
  return ECDSAKey.fromBytes(encodeCBOR(raw))
}

function readCard(token) {
  const message = Sign1Message.fromBytes(keyFor(token), token)
  const claims = Claims.fromBytes(message.payload)
  new Validator({ expectedIssuer: input.issuer, fixedNow }).validate(claims)
  const csas = claims.getRaw ? claims.getRaw(-65537) : claims.toRaw().get(-65537)
  const status = claims.toRaw().get(65535).get('status_list')
  return {
    cti: toHex(claims.cti), exp: claims.exp, nbf: claims.nbf, number: csas.get(1), role: csas.get(2), employer: csas.get(3),
    area: csas.get(5), index: status.get('idx'), uri: status.get('uri'), typ: message.protected.getParam(16)
  }
}

function entry(bits, packed, index) {
  const at = index * bits
  return (packed[at >> 3] >> (at & 7)) & ((1 << bits) - 1)
}

function readStatusCWT(token) {
  const claims = Claims.fromBytes(Sign1Message.fromBytes(keyFor(token), token).payload).toRaw()
  const list = claims.get(65533)
  const packed = inflateSync(list.get('lst'))
  return { sub: claims.get(2), ttl: claims.get(65534), entries: input.indices.map((i) => entry(list.get('bits'), packed, i)) }
}

async function readStatusJWT(token) {
  const set = JSON.parse(input.jwks).keys
  const { payload, protectedHeader } = await jwtVerify(token, (h) => importJWK(set.find((k) => k.kid === h.kid), 'ES256'), { currentDate: fixedNow, typ: 'statuslist+jwt' })
  const packed = inflateSync(Buffer.from(payload.status_list.lst, 'base64url'))
  return { sub: payload.sub, typ: protectedHeader.typ, entries: input.indices.map((i) => entry(payload.status_list.bits, packed, i)) }
}

// The raw signature with WebCrypto and the JWK set, as a browser's check page does it.
async function webCrypto(token) {
  const [protectedBytes, , payload, signature] = decodeCBOR(token.slice(1))
  const kid = Buffer.from(decodeCBOR(protectedBytes).get(4)).toString('base64url')
  const { kty, crv, x, y } = JSON.parse(input.jwks).keys.find((k) => k.kid === kid)
  const key = await webcrypto.subtle.importKey('jwk', { kty, crv, x, y }, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])
  const text = encodeCBOR(['Signature1', protectedBytes, new Uint8Array(), payload])
  return webcrypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, text)
}

function refused(f) {
  try {
    f()
    return false
  } catch {
    return true
  }
}

const card = hex(input.card)
const forged = hex(input.card)
forged[forged.length - 80] ^= 1
const first = decodeCBOR(hex(input.keySet))[0]
const thumb = createHash('sha256').update(encodeCBOR(new Map([[1, first.get(1)], [-1, first.get(-1)], [-2, first.get(-2)], [-3, first.get(-3)]]))).digest('hex')

console.log(JSON.stringify({
  card: readCard(card), statusCWT: readStatusCWT(hex(input.statusCWT)), statusJWT: await readStatusJWT(input.statusJWT),
  webCrypto: await webCrypto(card), webCryptoForged: await webCrypto(forged), forgedRefused: refused(() => readCard(forged)),
  kid: toHex(first.get(2)), thumbprint: thumb.slice(0, 16)
}))
