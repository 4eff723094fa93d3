//! The response of a handler's output.

use crate::respond::{Error, effects::EffectsGuard};
use axum::response::{Html, IntoResponse, Response};
use std::{
    any::Any,
    mem,
    sync::{Arc, Mutex, PoisonError},
};

/// The way from a handler's output to its response.
pub(in crate::routing::handler) struct Output {
    pub(super) effects: Option<EffectsGuard>,
    /// `None` outside layouts.
    pub(super) html: Option<HtmlSlot>,
}

impl Output {
    /// Returns the response of an output, with the response effects.
    #[inline]
    pub(in crate::routing::handler) fn respond<T: IntoResponse + 'static>(
        &mut self,
        output: T,
    ) -> Response {
        let response = match &self.html {
            Some(slot) => slot.respond(output),
            None => output.into_response(),
        };
        self.apply_effects(response)
    }

    /// Applies the response effects.
    #[inline]
    pub(in crate::routing::handler) fn apply_effects(&mut self, response: Response) -> Response {
        match self.effects.take() {
            Some(effects) => effects.apply(response),
            None => response,
        }
    }

    /// Returns the same way, whose effects the caller applies.
    pub(in crate::routing::handler) fn without_effects(&self) -> Self {
        Self {
            effects: None,
            html: self.html.clone(),
        }
    }
}

/// The HTML of a page or a layout, which reaches the next layout without a body: a body would have to be read, and its text checked.
#[derive(Clone, Default)]
pub(crate) struct HtmlSlot(Arc<Mutex<Option<String>>>);

impl HtmlSlot {
    /// Takes the HTML. The response it belongs to is empty.
    pub(crate) fn take(&self) -> Option<String> {
        mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts the HTML of an output into the slot. Any other output becomes a response.
    fn respond<T: IntoResponse + 'static>(&self, output: T) -> Response {
        let mut output = Some(output);
        let any: &mut dyn Any = &mut output;
        let html = if let Some(html) = any.downcast_mut::<Option<Html<String>>>() {
            html.take()
        } else if let Some(result) = any.downcast_mut::<Option<Result<Html<String>, Error>>>() {
            result.take_if(|it| it.is_ok()).and_then(Result::ok)
        } else {
            None
        };
        if let Some(Html(html)) = html {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(html);
        }
        output.map_or_else(Response::default, IntoResponse::into_response)
    }
}
