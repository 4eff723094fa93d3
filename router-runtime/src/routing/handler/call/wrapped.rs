//! The calls of a page and its layouts, one after the other with one request.

use super::{
    Call,
    output::{HtmlSlot, Output},
    wrapped_call::WrappedCall,
};
use crate::{
    extract::{Children, own_response_effects},
    respond::effects::ResponseEffects,
};

impl<S> Call<'_, S> {
    /// Calls a page, or a layout around `children`, and returns its result with its response effects. Its HTML may be in `html` when it
    /// has responded. Unless it is the last one, this call still has a request afterwards.
    pub(crate) fn call_wrapped<T>(
        &mut self,
        children: Option<Children>,
        has_next: bool,
        html: &HtmlSlot,
        function: impl FnOnce(Call<'_, S>) -> T,
    ) -> (T, Option<ResponseEffects>) {
        let mut wrapped = WrappedCall {
            children,
            has_next,
            axum_extensions: self.axum_extensions,
            copy: None,
            html: html.clone(),
            effects: None,
        };
        let returned = function(Call {
            request: &mut *self.request,
            taken: None,
            wrapped: Some(&mut wrapped),
            ..*self
        });
        self.axum_extensions = wrapped.axum_extensions;
        let present = || own_response_effects(self.request.extensions());
        let effects = wrapped.effects.or_else(present);
        if let Some(copy) = wrapped.copy {
            *self.request = copy;
        }
        (returned, effects)
    }

    /// Returns `true` if layouts follow, or are called.
    pub(in crate::routing::handler) fn is_wrapped(&self) -> bool {
        self.wrapped.is_some()
    }

    /// Returns the HTML inside the layout that is called.
    pub(in crate::routing::handler) fn children(&self) -> Option<Children> {
        self.wrapped.as_ref()?.children.clone()
    }

    /// Returns the way from the output of the called function to its response.
    pub(in crate::routing::handler) fn output(&mut self, has_effects: bool) -> Output {
        Output {
            effects: if has_effects { self.effects() } else { None },
            html: self.wrapped.as_ref().map(|it| it.html.clone()),
        }
    }
}
