//! The function of a middleware: extractors, then `Next`.

use super::{
    argument::argument,
    mistake::{Fault, Fit, Role},
    response::response,
    scope::{Meaning, Origin, Scope, is_not},
    ty::Ty,
};
use crate::{
    diagnostics::Code,
    location::Position,
    route_file::{Handler, RequestUse, Shape},
};

/// The help for every wrong signature.
const EXAMPLE: &str = "write `pub async fn middleware(request: Request, next: Next) -> Response`; extractors of request parts come before `request`";

/// One judgement about a middleware.
pub(super) struct Part<'h> {
    pub(super) fit: Fit,
    /// The type, or `None` for the whole signature.
    pub(super) ty: Option<&'h str>,
    pub(super) is_returned: bool,
    pub(super) at: Position,
}

/// Extractors of the runtime. None needs axum's Router.
const OF_RUNTIME: [&str; 12] = [
    "After",
    "Cache",
    "ClientIp",
    "Cookies",
    "DataCache",
    "Fetch",
    "Origin",
    "Path",
    "PrivateCookies",
    "Query",
    "RequestId",
    "SignedCookies",
];

/// Extractors of axum and of the prelude that read no extensions of axum's Router.
const WITHOUT_ROUTER: [&str; 6] = ["HeaderMap", "Method", "Query", "RawQuery", "State", "Uri"];

/// Extractors that may read such extensions, but not the path parameters.
const WITHOUT_PARAMETERS: [&str; 4] = ["ConnectInfo", "Extension", "MatchedPath", "OriginalUri"];

/// Returns the uses of the request by a middleware and its extractors. Below [`RequestUse::Whole`], they do not read axum's path
/// parameters, whose type is private to axum; up to [`RequestUse::Context`], they read none of the extensions of axum's Router.
pub(crate) fn request_use(scope: &Scope<'_>, handler: &Handler) -> RequestUse {
    if !handler.is_certain || scope.exports.may_generate {
        return RequestUse::Whole;
    }
    let arguments = handler.arguments().unwrap_or_default();
    let types: Vec<Ty<'_>> = arguments.iter().map(|it| Ty::read(&it.ty)).collect();
    let [extractors @ .., request, next] = &*types else {
        return RequestUse::Whole;
    };
    let is = |ty, expected| matches!(scope.meaning(ty), Meaning::Known(Origin::Web, it, _) if it == expected);
    if !is(request, "Request") || !is(next, "Next") {
        return RequestUse::Whole;
    }
    let uses = extractors.iter().map(|ty| extractor_use(scope, ty));
    uses.fold(handler.body_use.request, Ord::max)
}

/// Returns `true` if a middleware that uses the request so may change a response of the rest of its stack. Extractors that read the context
/// may add cookies to a response that the function returns unchanged.
pub(crate) fn changes_response(
    scope: &Scope<'_>,
    handler: &Handler,
    request_use: RequestUse,
) -> bool {
    let names = &scope.exports.names;
    let may_be_other_ok = names.is_own("Ok") || names.imports("Ok");
    request_use > RequestUse::Parts || !handler.body_use.returns_unchanged || may_be_other_ok
}

/// Returns the use of the request by an extractor.
fn extractor_use<'s>(scope: &Scope<'s>, ty: &'s Ty<'s>) -> RequestUse {
    if scope
        .of_runtime(ty)
        .is_some_and(|it| OF_RUNTIME.contains(&&*it))
    {
        return RequestUse::Context;
    }
    match scope.meaning(ty) {
        Meaning::Params => RequestUse::Context,
        Meaning::Known(_, "Option" | "Result", [inner, ..]) => extractor_use(scope, inner),
        Meaning::Known(Origin::Web, name, _) if WITHOUT_ROUTER.contains(&name) => RequestUse::Parts,
        Meaning::Known(Origin::Web, name, _) if WITHOUT_PARAMETERS.contains(&name) => {
            RequestUse::Extensions
        }
        _ => RequestUse::Whole,
    }
}

/// Judges the signature of a middleware.
pub(super) fn middleware<'h>(scope: &Scope<'_>, handler: &'h Handler) -> Vec<Part<'h>> {
    let arguments = handler.arguments().unwrap_or_default();
    let types: Vec<Ty<'_>> = arguments.iter().map(|it| Ty::read(&it.ty)).collect();
    if let Some((fit, index)) = shape(scope, &types) {
        let argument = index.and_then(|index| arguments.get(index));
        return vec![Part {
            fit,
            ty: None,
            is_returned: false,
            at: argument.map_or(handler.at, |it| it.at),
        }];
    }
    let extractors = types.len().saturating_sub(1);
    let mut judged = Vec::new();
    for (index, (ty, it)) in types.iter().zip(arguments).take(extractors).enumerate() {
        let role = if index + 1 == extractors {
            Role::Last
        } else {
            Role::Parts
        };
        let mut fit = argument(scope, ty, role);
        if scope.state.is_some() {
            // The user may implement any extractor for the type of the state.
            fit = fit.doubted();
        }
        judged.push(Part {
            fit,
            ty: Some(&it.ty),
            is_returned: false,
            at: it.at,
        });
    }
    let returned = handler.returns.as_ref();
    let is_async = matches!(handler.shape, Shape::Fn { is_async: true, .. });
    let fit = match returned.map(|it| Ty::read(&it.ty)) {
        Some(ty) if is_async => response(scope, &ty),
        None if is_async => Fit::Yes,
        ty => future(scope, ty.as_ref()),
    };
    // The whole function is the mistake if its type certainly is no future.
    let is_type = is_async || !matches!(fit, Fit::No(_));
    judged.push(Part {
        fit,
        ty: returned.map(|it| &*it.ty).filter(|_| is_type),
        is_returned: true,
        at: returned.filter(|_| is_type).map_or(handler.at, |it| it.at),
    });
    judged
}

/// The fault of a middleware that only the compiler can judge, and of several doubts about one.
pub(super) fn wrong_signature() -> Fault {
    fault(" has the wrong signature")
}

/// A fault of the signature; `message` is the end of the sentence.
fn fault(message: &str) -> Fault {
    Fault::new(Code::MiddlewareSignature, message, EXAMPLE)
}

/// Judges what a middleware returns that is not an `async fn`.
fn future(scope: &Scope<'_>, ty: Option<&Ty<'_>>) -> Fit {
    let not_async = || Fit::No(fault(" is not an `async fn`"));
    let unknown = fault(", which is not a future of a response");
    match ty {
        None | Some(Ty::Tuple(_) | Ty::Slice(_) | Ty::Array(_)) => not_async(),
        Some(Ty::Impl { prefix, name }) if scope.is_trait(prefix, name, "IntoResponse") => {
            not_async()
        }
        Some(ty @ Ty::Path { .. }) => match scope.meaning(ty) {
            Meaning::Known(Origin::Std, "Box", _) | Meaning::Unknown => Fit::Unknown(unknown),
            Meaning::Declared(_) => Fit::ProbablyNot(unknown),
            Meaning::Known(..) | Meaning::Params => not_async(),
        },
        Some(_) => Fit::Unknown(unknown),
    }
}

/// Judges the place of `Next`, with the index of the argument that is wrong.
fn shape<'s>(scope: &Scope<'s>, types: &'s [Ty<'s>]) -> Option<(Fit, Option<usize>)> {
    let is_next = |ty| matches!(scope.meaning(ty), Meaning::Known(Origin::Web, "Next", _));
    let last = types.last();
    if last.is_some_and(is_next) {
        let fault = fault(" takes no request before `Next`");
        return (types.len() == 1).then_some((Fit::No(fault), None));
    }
    let next = types.iter().position(is_next);
    let message = match next {
        Some(_) => " takes `Next` before its last argument, but `Next` is always the last one",
        None => " does not take `Next` as its last argument",
    };
    let fault = fault(message);
    // An alias, a macro or a projection may be `Next`.
    let fit = if last.is_none_or(|last| is_not(*scope, last, "Next")) {
        Fit::No(fault)
    } else {
        Fit::Unknown(fault)
    };
    Some((fit, next))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{app_file::FileKind, route_file::read, runtime::Runtime};

    fn uses(imports: &str, arguments: &str) -> RequestUse {
        uses_of(&Runtime::default(), imports, arguments)
    }

    fn uses_of(runtime: &Runtime, imports: &str, arguments: &str) -> RequestUse {
        let body = "next.run(request).await";
        judged(runtime, imports, arguments, body).0
    }

    /// The use of the request, and `true` if responses may change.
    fn judged(runtime: &Runtime, imports: &str, arguments: &str, body: &str) -> (RequestUse, bool) {
        let source =
            format!("{imports}\npub async fn middleware({arguments}) -> Response {{ {body} }}");
        let exports = read(&source, FileKind::Middleware, runtime);
        let scope = Scope {
            exports: &exports,
            state: None,
            params: "crate::app::items::id::Params",
            has_parameters: true,
            folder: "app",
        };
        let [handler] = &*exports.handlers else {
            panic!("{source}");
        };
        let request_use = request_use(&scope, handler);
        (request_use, changes_response(&scope, handler, request_use))
    }

    #[test]
    fn a_response_changes_unless_text_and_extractors_show_that_it_does_not() {
        let in_ok = "Ok(next.run(request).await)";
        for (items, extractor, body, expected) in [
            ("", "", "next.run(request).await", false),
            ("", "", in_ok, false),
            ("", "State(s): State<S>, ", in_ok, false),
            ("use axum::Router;", "", in_ok, false),
            ("use axum::Json as Ok;", "", in_ok, true),
            ("", "cookies: Cookies, ", "next.run(request).await", true),
            ("", "Extension(user): Extension<User>, ", in_ok, true),
            ("", "", "change(next.run(request).await)", true),
            (
                "",
                "",
                "request.headers_mut().clear(); next.run(request).await",
                true,
            ),
            (
                "fn Ok(response: Response) -> Response { change(response) }",
                "",
                in_ok,
                true,
            ),
            (
                "const Ok: fn(Response) -> Response = change;",
                "",
                in_ok,
                true,
            ),
            ("struct Ok(Response);", "", in_ok, true),
            ("use crate::Ok;", "", in_ok, true),
            ("use crate::changed as Ok;", "", in_ok, true),
            ("use crate::outcome::*;", "", in_ok, true),
        ] {
            let imports = format!("use router_runtime::prelude::*;\n{items}");
            let arguments = format!("{extractor}request: Request, next: Next");
            let (_, changes) = judged(&Runtime::default(), &imports, &arguments, body);
            assert_eq!(changes, expected, "{items} {extractor} {body}");
        }
    }

    #[test]
    fn the_extractors_decide_on_the_use_of_a_request() {
        use RequestUse::{Context, Extensions, Parts, Whole};
        let prelude = "use router_runtime::prelude::*;\n\
                       use router_runtime::{RequestId, extract::{ClientIp, Origin}};";
        for (extractor, expected) in [
            ("", Parts),
            ("State(s): State<S>, ", Parts),
            ("cookies: Cookies, after: After, ", Context),
            ("cache: Cache, data: DataCache, fetch: Fetch, ", Context),
            ("Path(id): Path<u32>, ", Context),
            ("Query(query): Query<Search>, ", Context),
            (
                "ClientIp(ip): ClientIp, origin: Origin, id: RequestId, ",
                Context,
            ),
            (
                "origin: Result<Origin, Response>, ip: Option<ClientIp>, ",
                Context,
            ),
            ("params: crate::app::items::id::Params, ", Context),
            ("params: crate::app::items::Params, ", Whole),
            ("headers: HeaderMap, method: Method, uri: Uri, ", Parts),
            ("Extension(user): Extension<User>, ", Extensions),
            ("user: Option<Extension<User>>, ", Extensions),
            ("matched: axum::extract::MatchedPath, ", Extensions),
            ("uri: axum::extract::OriginalUri, ", Extensions),
            ("path: axum::extract::Path<u32>, ", Whole),
            ("path: Option<axum::extract::Path<u32>>, ", Whole),
            ("params: axum::extract::RawPathParams, ", Whole),
            ("nested: axum::extract::NestedPath, ", Whole),
            ("user: User, ", Whole),
            ("user: crate::User, ", Whole),
            ("both: (Method, Uri), ", Whole),
        ] {
            let arguments = format!("{extractor}request: Request, next: Next");
            assert_eq!(uses(prelude, &arguments), expected, "{extractor}");
        }
    }

    #[test]
    fn an_item_of_a_facade_may_be_its_own() {
        use RequestUse::{Context, Whole};
        let runtime = Runtime::at(&syn::parse_quote!(my_facade));
        let path = "Path(id): Path<u32>, request: Request, next: Next";
        let prelude = "use my_facade::prelude::*;";
        assert_eq!(uses_of(&runtime, prelude, path), Context);
        let own = format!("{prelude} use my_facade::Path;");
        assert_eq!(uses_of(&runtime, &own, path), Whole);
        let fetch = "fetch: Fetch, request: Request, next: Next";
        assert_eq!(uses_of(&runtime, prelude, fetch), Context);
    }

    #[test]
    fn the_imports_decide_on_the_meaning_of_a_name() {
        use RequestUse::{Parts, Whole};
        let request = "request: Request, next: Next";
        let path = "path: Path<u32>, request: Request, next: Next";
        for (imports, arguments, expected) in [
            (
                "use axum::{extract::Request, middleware::Next};",
                request,
                Parts,
            ),
            (
                "use crate::Request; use axum::middleware::Next;",
                request,
                Whole,
            ),
            ("use crate::*;", request, Whole),
            ("own! {} use router_runtime::prelude::*;", request, Whole),
            (
                "use router_runtime::prelude::*; struct Request;",
                request,
                Whole,
            ),
            (
                "use router_runtime::prelude::*; use axum::extract::Path;",
                path,
                Whole,
            ),
            (
                "use router_runtime::prelude::*; use crate::Path;",
                path,
                Whole,
            ),
            ("use router_runtime::prelude::*; #[cfg(a)]", request, Whole),
            ("use router_runtime::prelude::*; #[own]", request, Whole),
            (
                "use router_runtime::prelude::*;",
                "request: Body, next: Next",
                Whole,
            ),
            (
                "use router_runtime::prelude::*; use crate::*;",
                "fetch: Fetch, request: Request, next: Next",
                Whole,
            ),
            ("use router_runtime::prelude::*;", "next: Next", Whole),
            ("use router_runtime::prelude::*;", "", Whole),
        ] {
            assert_eq!(uses(imports, arguments), expected, "{imports} {arguments}");
        }
    }
}
