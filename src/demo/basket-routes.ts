import { Router } from 'express';
import { z } from 'zod';
import { NotFound } from '../kernel/errors';
import { MOST_OF_ONE, quantityOf } from './basket';
import { type Product, productById } from './products';
import { basketPage, shopPage, showPage } from './shop-pages';
import { setQuantity } from './shop-session';

const ADDED = z.object({ product: z.string().max(40) });
const CHANGED = ADDED.extend({ quantity: z.coerce.number().int().min(0).max(MOST_OF_ONE) });

export function basketRoutes(): Router {
  const router = Router();

  router.get('/', (req, res) => showPage(req, res, 'shop', 'shop', shopPage(req)));

  router.get('/basket', (req, res) => showPage(req, res, 'basket', 'basket', basketPage(req)));

  router.post('/basket', (req, res) => {
    const product = productNamed(ADDED.safeParse(req.body).data?.product);
    setQuantity(req.session, product, quantityOf(req.session.basket ?? {}, product) + 1);
    res.redirect(303, '/basket');
  });

  router.post('/basket/quantity', (req, res) => {
    const change = CHANGED.safeParse(req.body).data;
    const product = productNamed(change?.product);
    setQuantity(req.session, product, change?.quantity ?? 0);
    res.redirect(303, '/basket');
  });

  return router;
}

function productNamed(id: string | undefined): Product {
  const product = id === undefined ? null : productById(id);
  if (!product) throw new NotFound('There is no such product');
  return product;
}
