//! The arguments of `routes!`.

use crate::{
    diagnostics::{Code, Problem, nearest, render},
    names,
    runtime::Runtime,
};
use proc_macro2::{Span, TokenTree};
use quote::ToTokens;
use syn::{
    Attribute, Ident, LitStr, Path, Token, Type, Visibility,
    ext::IdentExt,
    parse::{Parse, ParseStream},
};

/// `routes!("app")`, `routes!(pub mod site = "src/pages", state = AppState, crate = my_facade::router)`.
pub(crate) struct Input {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) module: Ident,
    pub(crate) folder: LitStr,
    pub(crate) state: Option<Type>,
    /// The path of `crate = …`, where generated code finds `router-runtime`.
    pub(crate) krate: Option<Path>,
}

/// The options after the folder.
const OPTIONS: [&str; 2] = ["state", "crate"];

impl Input {
    /// The app folder without a slash at the end.
    pub(crate) fn folder_name(&self) -> String {
        self.folder.value().trim_end_matches('/').to_owned()
    }

    /// The paths that lead to `router-runtime`.
    pub(crate) fn runtime(&self) -> Runtime {
        self.krate.as_ref().map(Runtime::at).unwrap_or_default()
    }

    /// The type of the state as source text.
    pub(crate) fn state_text(&self) -> Option<String> {
        let state = self.state.as_ref()?;
        let text = state.to_token_stream().to_string();
        Some(
            text.replace(" :: ", "::")
                .replace(" < ", "<")
                .replace(" >", ">"),
        )
    }
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        if let Some(cfg) = attributes.iter().find(|it| is_cfg(it)) {
            let message = "`#[cfg]` inside `routes!` applies only to the generated module; write it before `routes!`";
            return Err(syn::Error::new_spanned(
                cfg,
                format!("{} {message}", Code::CfgInside),
            ));
        }
        let named = input.peek(Token![pub]) || input.peek(Token![mod]);
        let (visibility, module) = if named {
            let visibility: Visibility = input.parse()?;
            if !input.peek(Token![mod]) {
                return Err(unexpected(input, "`mod` and a name", MODULE));
            }
            input.parse::<Token![mod]>()?;
            if !input.peek(Ident) {
                return Err(unexpected(input, "the name of the module", MODULE));
            }
            let module = input.parse()?;
            if !input.peek(Token![=]) {
                return Err(unexpected(input, "`=` and the app folder", MODULE));
            }
            input.parse::<Token![=]>()?;
            (visibility, Some(module))
        } else {
            (Visibility::Public(Token![pub](Span::call_site())), None)
        };
        if !input.peek(LitStr) {
            return Err(unexpected(input, "the app folder as a string", FOLDER));
        }
        let folder: LitStr = input.parse()?;
        let options = Options::parse(input)?;
        let module = match module {
            Some(module) => module,
            None => default_module(&folder)?,
        };
        Ok(Self {
            attributes,
            visibility,
            module,
            folder,
            state: options.state,
            krate: options.krate,
        })
    }
}

#[derive(Default)]
struct Options {
    state: Option<Type>,
    krate: Option<Path>,
}

impl Options {
    /// `, state = AppState, crate = my_facade::router`, each at most once, in any order.
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut options = Self::default();
        while !input.is_empty() {
            if !input.peek(Token![,]) {
                return Err(unexpected(input, "`,`", OPTION));
            }
            input.parse::<Token![,]>()?;
            if input.is_empty() {
                break;
            }
            if !input.peek(Ident::peek_any) {
                return Err(unexpected(input, "`state` or `crate`", OPTION));
            }
            let name = input.call(Ident::parse_any)?;
            options.option(&name, input)?;
        }
        Ok(options)
    }

    fn option(&mut self, name: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        let text = name.to_string();
        let is_twice = match text.as_str() {
            "state" => self.state.is_some(),
            "crate" => self.krate.is_some(),
            _ => return Err(unknown_option(name)),
        };
        if is_twice {
            let message = format!("the option `{text}` is given twice");
            return Err(error(
                name.span(),
                message,
                format!("remove one `{text} = …`"),
            ));
        }
        if !input.peek(Token![=]) {
            return Err(unexpected(input, &format!("`=` after `{text}`"), OPTION));
        }
        input.parse::<Token![=]>()?;
        let next = input.fork();
        if text == "state" {
            let state = input.parse::<Type>();
            self.state =
                Some(state.map_err(|_| unexpected(&next, "a type after `state =`", OPTION))?);
        } else {
            let path = input.call(Path::parse_mod_style);
            self.krate = Some(path.map_err(|_| no_path(&next))?);
        }
        Ok(())
    }
}

/// `#[cfg(…)]` or `#[cfg_attr(…)]`.
fn is_cfg(attribute: &Attribute) -> bool {
    let path = attribute.path();
    path.is_ident("cfg") || path.is_ident("cfg_attr")
}

const FOLDER: &str = "write `routes!(\"app\")` or `routes!(pub mod name = \"folder\")`";
const MODULE: &str = "write `routes!(pub mod name = \"folder\")`";
const OPTION: &str =
    "the options are `state = AppState` and `crate = path::to::router_runtime`, each after a comma";

/// A mistake in the arguments at the next token.
fn unexpected(input: ParseStream<'_>, expected: &str, help: &str) -> syn::Error {
    let next = input.fork().parse::<TokenTree>().ok();
    let found = match &next {
        None => "nothing".to_owned(),
        Some(TokenTree::Group(group)) if group.to_string().len() > 20 => "a group".to_owned(),
        Some(token) => format!("`{token}`"),
    };
    let message = format!("expected {expected}, found {found}");
    // A missing token has the span of the end, which is that of the call.
    error(input.span(), message, help)
}

fn no_path(input: ParseStream<'_>) -> syn::Error {
    let literal = input.fork().parse::<LitStr>().ok();
    let path = literal.and_then(|it| it.parse_with(Path::parse_mod_style).ok());
    let help = path.map_or_else(
        || "write the path of a module that re-exports all of `router-runtime`: `crate = my_facade::router`".to_owned(),
        |path| {
            let path = path.to_token_stream().to_string();
            format!("write it without quotes: `crate = {}`", path.replace(' ', ""))
        },
    );
    unexpected(input, "a path after `crate =`", &help)
}

fn unknown_option(name: &Ident) -> syn::Error {
    let mut message = format!("`{name}` is not an option of `routes!`");
    if let Some(near) = nearest(&name.to_string().to_lowercase(), OPTIONS, 2) {
        message = format!("{message}; did you mean `{near}`?");
    }
    error(name.span(), message, OPTION)
}

fn error(span: Span, message: impl Into<String>, help: impl Into<String>) -> syn::Error {
    syn::Error::new(span, render(&Problem::new(Code::Arguments, message, help)))
}

/// The last folder of the path.
fn default_module(folder: &LitStr) -> syn::Result<Ident> {
    let path = folder.value();
    let last = path
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    if last.is_empty() || last.chars().all(|letter| letter == '.') {
        let problem = Problem::new(
            Code::NoModuleName,
            format!("the module has no name: `{path}` does not end in the name of a folder"),
            format!("name the module: `routes!(pub mod app = \"{path}\")`"),
        );
        return Err(syn::Error::new(folder.span(), render(&problem)));
    }
    Ok(Ident::new(&names::identifier(last), folder.span()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &str) -> Result<String, String> {
        let input: Input = syn::parse_str(arguments).map_err(|error| error.to_string())?;
        let visibility = input.visibility.to_token_stream();
        let option = |name, tokens: Option<String>| {
            tokens.map_or_else(String::new, |tokens| format!(" {name} {tokens}"))
        };
        let state = option(
            "with",
            input.state.map(|it| it.to_token_stream().to_string()),
        );
        let krate = option("by", input.krate.map(|it| it.to_token_stream().to_string()));
        let (module, folder) = (input.module, input.folder.value());
        Ok(format!("{visibility} {module} from {folder}{state}{krate}"))
    }

    #[test]
    fn arguments_are_read() {
        for (arguments, expected) in [
            (r#""app""#, "pub app from app"),
            (r#""app","#, "pub app from app"),
            (r#""src/my-pages/""#, "pub my_pages from src/my-pages/"),
            (
                r#"pub(crate) mod site = "pages""#,
                "pub (crate) site from pages",
            ),
            (
                r#"mod site = "pages", state = Arc<Db>,"#,
                " site from pages with Arc < Db >",
            ),
            (
                r#""app", state = crate::AppState"#,
                "pub app from app with crate :: AppState",
            ),
            (
                r#""app", crate = my_facade::router, state = (A, B)"#,
                "pub app from app with (A , B) by my_facade :: router",
            ),
            (
                r#""app", state = S, crate = ::router,"#,
                "pub app from app with S by :: router",
            ),
            (
                r#""app", crate = crate::router"#,
                "pub app from app by crate :: router",
            ),
        ] {
            assert_eq!(read(arguments).as_deref(), Ok(expected), "{arguments}");
        }
    }

    #[test]
    fn mistakes_in_arguments_are_reported() {
        for (arguments, expected) in [
            (
                "",
                "[R0101] expected the app folder as a string, found nothing",
            ),
            ("app", "expected the app folder as a string, found `app`"),
            ("mod", "expected the name of the module, found nothing"),
            ("mod site", "expected `=` and the app folder, found nothing"),
            (
                "pub site = \"a\"",
                "expected `mod` and a name, found `site`",
            ),
            (r#"".""#, "[R0103] the module has no name: `.` does not end"),
            (r#""app", stat = X"#, "did you mean `state`?"),
            (r#""app", krate = x"#, "did you mean `crate`?"),
            (
                r#""app", runtime = x"#,
                "`runtime` is not an option of `routes!`",
            ),
            (r#""app" state = X"#, "expected `,`, found `state`"),
            (
                r#""app", state: X"#,
                "expected `=` after `state`, found `:`",
            ),
            (
                r#""app", state = "#,
                "expected a type after `state =`, found nothing",
            ),
            (
                r#""app", state = A, state = B"#,
                "the option `state` is given twice",
            ),
            (
                r#""app", crate = a, crate = b"#,
                "the option `crate` is given twice",
            ),
            (
                r#""app", crate = "my::router""#,
                "write it without quotes: `crate = my::router`",
            ),
            (
                r#""app", crate = 5"#,
                "expected a path after `crate =`, found `5`",
            ),
            (r#""app", crate = a<B>"#, "expected `,`, found `<`"),
            (r#""app", = x"#, "expected `state` or `crate`, found `=`"),
            (
                r#"#[cfg(unix)] pub mod site = "app""#,
                "[R0102] `#[cfg]` inside `routes!`",
            ),
        ] {
            let error = read(arguments).expect_err(arguments);
            assert!(error.contains(expected), "{arguments}: {error}");
        }
    }
}
