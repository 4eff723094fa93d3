//! The response effects of a call.

use super::Call;
use crate::{
    extract::response_effects,
    respond::effects::{EffectsGuard, ResponseEffects},
};

impl<S> Call<'_, S> {
    /// Returns the response effects for an argument that needs nothing else.
    pub(in crate::routing::handler) fn effects_of_argument(&mut self) -> ResponseEffects {
        if let Some(effects) = self.present_effects() {
            return effects;
        }
        let effects = self.new_effects();
        match &mut self.taken {
            Some(taken) => taken.effects = Some(effects.clone()),
            None => self.insert_effects(effects.clone()),
        }
        effects
    }

    /// Gives the request response effects, for extractors that read it.
    #[cfg(any(feature = "cookie-private", feature = "cookie-signed"))]
    pub(in crate::routing::handler) fn ensure_effects(&mut self) {
        if response_effects(self.request.extensions()).is_none() {
            let effects = self.moved_effects();
            self.insert_effects(effects);
        }
    }

    /// Returns response effects for a request that has none, or those of an argument.
    pub(in crate::routing::handler) fn moved_effects(&mut self) -> ResponseEffects {
        let taken = self.taken.as_mut();
        let present = taken.and_then(|taken| taken.effects.take());
        present.unwrap_or_else(|| self.new_effects())
    }

    /// Returns the guard that applies the response effects.
    pub(in crate::routing::handler) fn effects(&mut self) -> Option<EffectsGuard> {
        self.present_effects().map(ResponseEffects::guard)
    }

    fn present_effects(&self) -> Option<ResponseEffects> {
        match &self.taken {
            Some(taken) if taken.effects.is_some() => taken.effects.clone(),
            _ => response_effects(self.request.extensions()),
        }
    }

    fn new_effects(&self) -> ResponseEffects {
        let shared = self.shared;
        let proxies = shared.client.proxies.as_deref();
        let create = || ResponseEffects::new(self.request, &shared.pending, proxies);
        match self.lazy_effects {
            Some(lazy) => lazy.inner_or(create),
            None => create().within(self.is_wrapped()),
        }
    }

    fn insert_effects(&mut self, effects: ResponseEffects) {
        self.request.extensions_mut().insert(effects);
    }
}
