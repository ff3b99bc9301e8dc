/**
 * Draws a wave's holdout again, from what the API shows of it, and prints who is held out:
 * `TOKEN=... node scripts/draw-again.mjs <API> <wave> <share> [<earlier wave of the programme> ...]`
 */
import { createHash } from 'node:crypto';

const [api, wave, share, ...earlier] = process.argv.slice(2);

const get = async (path) => {
  const answer = await fetch(api + path, { headers: { authorization: `Bearer ${process.env.TOKEN}` } });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
};

/** Who was drawn from, by the wave's report; only before it is sent does that still show everybody. */
async function drawnFrom(id) {
  const customers = [];
  for (let next = ''; next !== null;) {
    const page = await get(`/v1/waves/${id}/report?limit=200${next && `&cursor=${next}`}`);
    for (const { verdict, customerId } of page.items) if (verdict !== 'refused') customers.push(customerId);
    ({ next } = page);
  }
  return customers;
}

const { seed } = await get(`/v1/waves/${wave}`);
const place = (customer) => createHash('sha256').update(`${seed}:${customer}`).digest('hex');

const listed = await drawnFrom(wave);
const already = new Set((await Promise.all(earlier.map(drawnFrom))).flat());
const count = Math.floor(Number((share * listed.length).toFixed(9)));
const drawn = listed
  .filter((customer) => !already.has(customer))
  .sort((a, b) => (place(a) < place(b) ? -1 : 1))
  .slice(0, count);
for (const customer of drawn) console.log(customer);
