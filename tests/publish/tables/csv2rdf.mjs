// The tables of a folder as RDF, by a converter of others: csv-metadata.json says how. N-Triples on standard output.
import { createReadStream, readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [modules, folder] = process.argv.slice(2)
const find = createRequire(`${modules}/`)
const load = async name => (await import(pathToFileURL(find.resolve(name)))).default
const [rdf, CsvwParser, JsonLdParser] = await Promise.all(
  ['@zazuko/env-node', '@zazuko/rdf-parser-csvw', '@rdfjs/parser-jsonld'].map(load))

// the terms of http://www.w3.org/ns/csvw that the description uses: nothing is fetched
const csvw = name => `http://www.w3.org/ns/csvw#${name}`
const context = { '@vocab': csvw(''), dc: 'http://purl.org/dc/terms/', tableSchema: { '@id': csvw('tableSchema') },
  columns: { '@id': csvw('column'), '@container': '@list' }, titles: csvw('title'), tables: csvw('table') }
const group = JSON.parse(readFileSync(`${folder}/csv-metadata.json`, 'utf-8'))
for (const table of group.tables) {
  for (const column of table.tableSchema.columns) column.datatype = { base: column.datatype } // the same, as it reads it
  const text = JSON.stringify({ '@context': context, '@type': csvw('Table'), ...table, dialect: group.dialect })
  const metadata = await rdf.dataset().import(new JsonLdParser().import(Readable.from([text])))
  const parser = new CsvwParser({ metadata, baseIRI: 'http://example.org/', factory: rdf })
  for await (const quad of parser.import(createReadStream(`${folder}/${table.url}`, 'utf-8'))) {
    // its rows are blank nodes; a thing for an empty cell is its slip: CSVW has none
    if (quad.subject.termType === 'BlankNode' || quad.object.value === '' && quad.object.termType === 'NamedNode') continue
    process.stdout.write(`${rdf.dataset([quad]).toCanonical().trim()}\n`)
  }
}
