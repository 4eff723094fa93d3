//! Entries in memory that the second tier has to confirm before they are sent.

#[cfg(router_seeded_faults)]
use crate::cache::store::seeded_fault::SeededFault;
use crate::cache::{
    engine::{
        decide::{Action, ServeRules, decide},
        job::{ClientHead, GenerationJob},
        state::Engine,
    },
    outcome::Outcome,
    store::{second_tier::Confirmation, slot::Slot},
};
use axum::{body::Body, http::Response};
use std::{sync::Arc, time::Duration};

/// The time after which an entry that cannot be confirmed is regenerated.
const PARTITION_GRACE: Duration = Duration::from_secs(60);

/// The result of a confirmation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cache::engine) enum Confirmed {
    /// The tag table has all invalidations.
    Yes,
    /// The tier cannot be used.
    No {
        /// `true` if that has lasted so long that entries are regenerated.
        regenerate: bool,
    },
}

impl Engine {
    /// Applies the invalidations that the second tier has and this process has not seen. They concern the entry of a key, or, if there is
    /// none, the flight that a request would join.
    pub(in crate::cache::engine) async fn confirm(
        self: &Arc<Self>,
        job: &GenerationJob,
    ) -> Confirmed {
        let Confirmation::Needed { since } = self.second.confirmation() else {
            return Confirmed::Yes;
        };
        let Some(linked) = self.second.linked(self) else {
            return Confirmed::Yes;
        };
        let slot = self.slot(&job.key);
        let is_marked =
            matches!(slot.as_deref(), Some(Slot::Uncacheable { until, .. }) if self.now() < *until);
        if is_marked || !job.key.is_storable() {
            // The handler runs for each request.
            return Confirmed::Yes;
        }
        let is_over = since > PARTITION_GRACE;
        #[cfg(router_seeded_faults)]
        let is_over = is_over && !SeededFault::EndlessGrace.is_on();
        match linked
            .observed("confirm", linked.tier.confirm(), |()| "ok")
            .await
        {
            Some(()) => Confirmed::Yes,
            None => Confirmed::No {
                regenerate: is_over,
            },
        }
    }

    /// Responds from an entry that has to be confirmed.
    pub(in crate::cache::engine) async fn respond_confirmed(
        self: Arc<Self>,
        job: GenerationJob,
        client: ClientHead,
    ) -> Response<Body> {
        let confirmed = self.confirm(&job).await;
        let (slot, now) = (self.slot(&job.key), self.now());
        let rules = ServeRules {
            stale_if_error: job.policy.stale_if_error,
            is_used_by_response: false,
        };
        match decide(slot.as_deref(), &self.tags, now, rules) {
            Action::Serve {
                entry,
                outcome,
                revalidate,
            } => {
                let (outcome, revalidate) = confirmed.of(outcome, revalidate);
                if revalidate {
                    self.revalidate_in_background(job.clone(), entry);
                }
                match &slot {
                    Some(slot) => self.send_slot(slot, &job, &client, outcome),
                    None => self.respond_uncollapsed(job, client).await,
                }
            }
            Action::Bypass => self.respond_uncollapsed(job, client).await,
            Action::Wait(cause) => self.respond(job, client, cause, confirmed.is_yes()).await,
        }
    }
}

impl Confirmed {
    pub(in crate::cache::engine) fn is_yes(self) -> bool {
        self == Self::Yes
    }

    /// Returns the outcome of an entry, and whether it is revalidated in the background.
    pub(in crate::cache::engine) fn of(
        self,
        outcome: Outcome,
        revalidate: bool,
    ) -> (Outcome, bool) {
        match (self, outcome) {
            (Self::No { regenerate }, Outcome::Hit) => {
                (Outcome::Unconfirmed, revalidate || regenerate)
            }
            _ => (outcome, revalidate),
        }
    }
}
