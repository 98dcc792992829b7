import { Router } from 'express';
import { CheckoutUnavailable } from './checkout-call';
import { joinClub, newJoining } from './club';
import type { ClubApi } from './club-api';
import { clubPage } from './club-page';
import { showPage } from './shop-pages';
import { csrf } from './shop-security';

export interface ClubRouting {
  readonly club: ClubApi;
  /** The shop's own origin. */
  readonly publicUrl: string;
  /** Where shoppers may be sent to agree. */
  readonly checkoutUrl: string;
}

/** Something that is paid again and again. */
export function clubRoutes({ club, publicUrl, checkoutUrl }: ClubRouting): Router {
  const router = Router();

  // Being here proves nothing, whatever the address says: only the checkout's own answer counts.
  router.get('/club', async (req, res) => {
    // Drawn with the page and not when its button is pressed: a double click then names one membership.
    const { id } = (req.session.joining ??= newJoining());
    const membership = id === null ? null : await club.get(id);
    showPage(req, res, 'club', 'club', clubPage(csrf.generateToken(req), membership));
  });

  router.post('/club', async (req, res) => {
    // Kept before the checkout is asked: a second try after an answer that got lost names the same membership.
    req.session.joining ??= newJoining();
    const { joining, membership } = await joinClub(club, publicUrl, req.session.joining);
    req.session.joining = joining;
    res.redirect(303, atCheckout(membership.checkout_url, checkoutUrl));
  });

  return router;
}

/** A shop sends its shoppers to its own checkout and nowhere else. */
function atCheckout(url: string, checkoutUrl: string): string {
  if (new URL(url).origin === new URL(checkoutUrl).origin) return url;
  throw new CheckoutUnavailable('The checkout named an address outside of its own');
}
