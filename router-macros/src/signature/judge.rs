//! All functions of a file.

use super::{
    argument::{argument, suggest_error_context},
    generator::{self, no_params, sitemaps, static_params},
    middleware::{Part, middleware, wrong_signature},
    mistake::{Doubt, Fault, Fit, Mistake, Role, Slot},
    private::private,
    response::response,
    scope::Scope,
    ty::Ty,
};
use crate::{
    app_file::GENERATE_SITEMAPS,
    diagnostics::Code,
    location::Position,
    route_file::{Handler, Shape},
};

/// The judgement of all handlers of a file.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    /// Mistakes that no other file can explain.
    pub(crate) mistakes: Vec<Mistake>,
    /// Types that only the compiler can judge.
    pub(crate) doubts: Vec<Doubt>,
}

/// Judges the signatures of a file's handlers.
pub(crate) fn judge(scope: &Scope<'_>) -> Judged {
    let mut judged = Judged::default();
    let exports = scope.exports;
    for (index, handler) in exports.handlers.iter().enumerate() {
        // Names may come from macros; a `#[cfg]` may remove the function.
        let is_certain = handler.is_certain && !exports.may_generate;
        let mut judge = Judge {
            scope,
            handler,
            index,
            is_certain,
            judged: &mut judged,
        };
        match (&handler.shape, handler.name.as_str()) {
            _ if handler.flaw.is_some() => {}
            (_, "layer") => {}
            (Shape::Reexport, "middleware") => judge.doubt_function(Role::Middleware, wrong_signature()),
            (Shape::Reexport, _) => judge.doubt_function(
                Role::Handler,
                Fault::new(
                    Code::ReexportedHandler,
                    " is not a handler",
                    "a handler is an `async fn` with extractors as arguments, of which the last may read the body, and with a return type that implements `IntoResponse`",
                ),
            ),
            (Shape::Fn { .. }, "middleware") => judge.middleware(),
            (Shape::Fn { .. }, _) => judge.function(),
        }
    }
    for (index, handler) in exports.generators.iter().enumerate() {
        let mut judge = Judge {
            scope,
            handler,
            index,
            is_certain: handler.is_certain && !exports.may_generate,
            judged: &mut judged,
        };
        let is_called = matches!(handler.shape, Shape::Fn { .. }) && handler.flaw.is_none();
        if is_called && scope.has_parameters {
            judge.generator();
        }
    }
    for handler in exports.handlers.iter().chain(&exports.generators) {
        if handler.is_certain
            && !exports.may_generate
            && let Some(mistake) = private(scope, handler)
            && !judged.mistakes.iter().any(|it| it.at == mistake.at)
        {
            judged.mistakes.push(mistake);
        }
    }
    judged
}

struct Judge<'j> {
    scope: &'j Scope<'j>,
    handler: &'j Handler,
    index: usize,
    is_certain: bool,
    judged: &'j mut Judged,
}

impl Judge<'_> {
    fn function(&mut self) {
        let handler = self.handler;
        let arguments = handler.arguments().unwrap_or_default();
        let has_body = !["error", "layout", "not_found"].contains(&handler.name.as_str());
        for (index, it) in arguments.iter().enumerate() {
            let role = if !has_body {
                Role::WithoutBody
            } else if index + 1 == arguments.len() {
                Role::Last
            } else {
                Role::Parts
            };
            let mut fit = argument(self.scope, &Ty::read(&it.ty), role);
            if self.scope.state.is_some() {
                // The user may implement any extractor for the type of the state.
                fit = fit.doubted();
            }
            if ["error", "not_found"].contains(&handler.name.as_str()) {
                fit = suggest_error_context(fit, &it.ty);
            }
            self.add(fit, Slot::Argument(index), role, &it.ty, it.at);
        }
        if let Some(it) = &handler.returns {
            let fit = response(self.scope, &Ty::read(&it.ty));
            self.add(fit, Slot::Returned, Role::Response, &it.ty, it.at);
        }
    }

    fn add(&mut self, fit: Fit, slot: Slot, role: Role, ty: &str, at: Position) {
        let (fault, is_certain, is_probably_wrong) = match fit {
            Fit::Yes => return,
            Fit::No(fault) => (fault, self.is_certain, true),
            Fit::ProbablyNot(fault) => (fault, false, true),
            Fit::Unknown(fault) => (fault, false, false),
        };
        let verb = match slot {
            Slot::Returned => "returns",
            Slot::Argument(_) | Slot::Function => "takes",
        };
        let name = &self.handler.name;
        let mistake = Mistake {
            code: fault.code,
            message: format!("`{name}` {verb} `{ty}`{}", fault.message),
            help: fault.help,
            at,
            declared_at: fault.declared_at,
        };
        if is_certain {
            self.judged.mistakes.push(mistake);
        } else {
            self.doubt(slot, role, ty, is_probably_wrong, mistake);
        }
    }

    fn generator(&mut self) {
        let handler = self.handler;
        let is_sitemaps = handler.name == GENERATE_SITEMAPS;
        for (index, it) in handler.arguments().unwrap_or_default().iter().enumerate() {
            let fit = generator::argument(self.scope, &Ty::read(&it.ty));
            let slot = Slot::Argument(index);
            self.add(fit, slot, Role::GeneratorArgument, &it.ty, it.at);
        }
        match &handler.returns {
            Some(it) if is_sitemaps => {
                let fit = sitemaps(self.scope, &Ty::read(&it.ty));
                self.add(fit, Slot::Returned, Role::Sitemaps, &it.ty, it.at);
            }
            Some(it) => {
                let fit = static_params(self.scope, &Ty::read(&it.ty));
                self.add(fit, Slot::Returned, Role::StaticParams, &it.ty, it.at);
            }
            None if is_sitemaps => {}
            None => {
                let fault = no_params();
                let mistake = Mistake {
                    code: fault.code,
                    message: format!("`{}` returns nothing{}", handler.name, fault.message),
                    help: fault.help,
                    at: handler.at,
                    declared_at: None,
                };
                if self.is_certain {
                    self.judged.mistakes.push(mistake);
                } else {
                    self.doubt(Slot::Returned, Role::StaticParams, "", true, mistake);
                }
            }
        }
    }

    fn middleware(&mut self) {
        let parts = middleware(self.scope, self.handler);
        let unknown = |part: &&Part<'_>| !matches!(part.fit, Fit::Yes);
        let mut doubted: Vec<Mistake> = Vec::new();
        for part in parts.iter().filter(unknown) {
            let name = &self.handler.name;
            let (Fit::No(fault) | Fit::ProbablyNot(fault) | Fit::Unknown(fault)) = &part.fit else {
                continue;
            };
            let is_certain = self.is_certain && matches!(part.fit, Fit::No(_));
            let message = match part.ty {
                None => format!("`{name}`{}", fault.message),
                Some(ty) if part.is_returned => {
                    format!("`{name}` returns `{ty}`{}", fault.message)
                }
                Some(ty) => format!("`{name}` takes `{ty}`{}", fault.message),
            };
            let mistake = Mistake {
                code: fault.code,
                message,
                help: fault.help.clone(),
                at: part.at,
                declared_at: fault.declared_at,
            };
            if is_certain {
                self.judged.mistakes.push(mistake);
            } else {
                doubted.push(mistake);
            }
        }
        match doubted.as_slice() {
            [] => {}
            [only] => self.doubt(Slot::Function, Role::Middleware, "", true, only.clone()),
            _ => self.doubt_function(Role::Middleware, wrong_signature()),
        }
    }

    fn doubt_function(&mut self, role: Role, fault: Fault) {
        let mistake = Mistake {
            code: fault.code,
            message: format!("`{}`{}", self.handler.name, fault.message),
            help: fault.help,
            at: self.handler.at,
            declared_at: None,
        };
        self.doubt(Slot::Function, role, "", true, mistake);
    }

    fn doubt(
        &mut self,
        slot: Slot,
        role: Role,
        ty: &str,
        is_probably_wrong: bool,
        mistake: Mistake,
    ) {
        self.judged.doubts.push(Doubt {
            handler: self.index,
            slot,
            role,
            ty: ty.to_owned(),
            is_probably_wrong,
            mistake,
        });
    }
}
