import type { Page } from '../../web/page';
import { paths } from '../../kernel/paths';
import type { OpenApiDocument } from '../openapi/document';
import { referredName } from '../openapi/json-schemas';
import { docsCalls, type DocsCall } from './docs-call';
import { fieldRows, idOf } from './docs-fields';
import { paragraphsOf } from './docs-text';

/** The reference as a page: everything on it comes from the document. */
export function docsPage(document: OpenApiDocument): Page {
  const calls = docsCalls(document);
  const groups = document.tags.map(({ name }) => ({
    id: `group-${name.toLowerCase().replace(/\W+/g, '-')}`,
    heading: name,
    calls: calls.filter(({ group }) => group === name),
  }));
  return {
    title: document.info.title,
    summary: document.info.summary,
    introduction: paragraphsOf(document.info.description),
    descriptionHref: paths.apiDescription({}),
    contents: groups.map(({ id, heading, calls: own }) => ({
      href: `#${id}`,
      heading,
      links: own.map(linkTo),
    })),
    groups,
    objects: objectsIn(document),
  };
}

function linkTo({ id, method, summary }: DocsCall) {
  return { href: `#${id}`, method, label: summary };
}

/** The objects in answers. Those in request bodies are described with their calls. */
function objectsIn(document: OpenApiDocument) {
  const inBodies = new Set(bodiesIn(document));
  return Object.entries(document.components.schemas)
    .filter(([name]) => !inBodies.has(name))
    .map(([name, schema]) => ({
      id: idOf(name),
      name,
      text: paragraphsOf(schema.description ?? ''),
      fields: fieldRows(schema).map((field) => ({ ...field, isRequired: false })), // only a request's fields are marked as required
    }))
    .sort((one, other) => one.name.localeCompare(other.name));
}

function bodiesIn({ paths: items }: OpenApiDocument): readonly (string | null)[] {
  const operations = Object.values(items).flatMap((item) => Object.values(item));
  return operations.map(({ requestBody }) => {
    const schema = requestBody?.content['application/json'].schema;
    return schema ? referredName(schema) : null;
  });
}
