import express, { type RequestHandler, type Router } from 'express';
import { refused } from './refusal';

const LIMIT = '256kb';

/** Blink documents JSON and takes both form encodings as well. */
export function readBodies(): Router {
  const router = express.Router();
  router.use(express.json({ limit: LIMIT, type: ['application/json', '+json'] }));
  router.use(express.urlencoded({ extended: false, limit: LIMIT, parameterLimit: 1_000 }));
  router.use(express.raw({ limit: LIMIT, type: 'multipart/form-data' }), readMultipart);
  return router;
}

const readMultipart: RequestHandler = async (req, _res, next) => {
  const body: unknown = req.body;
  if (!Buffer.isBuffer(body)) {
    next();
    return;
  }
  req.body = await multipartFields(body, req.headers['content-type'] ?? '');
  next();
};

async function multipartFields(body: Buffer, contentType: string): Promise<Record<string, string>> {
  try {
    const response = new Response(new Uint8Array(body), { headers: { 'content-type': contentType } });
    const form = await response.formData();
    const fields: Record<string, string> = {};
    form.forEach((value, name) => {
      if (typeof value === 'string') fields[name] = value;
    });
    return fields;
  } catch {
    throw refused(400, 'The form could not be read'); // the cause would quote what was posted, a card number perhaps
  }
}
