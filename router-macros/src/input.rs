//! The arguments of `routes!`.

use crate::{diagnostics::Code, names};
use proc_macro2::Span;
use syn::{
    Attribute, Ident, LitStr, Token, Type, Visibility,
    parse::{Parse, ParseStream},
};

/// `routes!("app")`, `routes!(pub mod site = "src/pages", state = AppState)`.
pub(crate) struct Input {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) module: Ident,
    pub(crate) folder: LitStr,
    pub(crate) state: Option<Type>,
}

mod keyword {
    syn::custom_keyword!(state);
}

impl Input {
    /// The app folder without a slash at the end.
    pub(crate) fn folder_name(&self) -> String {
        self.folder.value().trim_end_matches('/').to_owned()
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
        let named = !input.peek(LitStr);
        let (visibility, module) = if named {
            let visibility: Visibility = input.parse()?;
            input
                .parse::<Token![mod]>()
                .map_err(|error| usage(&error))?;
            let module = input.parse()?;
            input.parse::<Token![=]>()?;
            (visibility, Some(module))
        } else {
            (Visibility::Public(Token![pub](Span::call_site())), None)
        };
        let folder: LitStr = input.parse()?;
        let mut state = None;
        if !input.is_empty() {
            input.parse::<Token![,]>().map_err(|error| usage(&error))?;
        }
        if !input.is_empty() {
            input
                .parse::<keyword::state>()
                .map_err(|error| usage(&error))?;
            input.parse::<Token![=]>().map_err(|error| usage(&error))?;
            state = Some(input.parse()?);
            input.parse::<Option<Token![,]>>()?;
        }
        let module = match module {
            Some(module) => module,
            None => default_module(&folder)?,
        };
        Ok(Self {
            attributes,
            visibility,
            module,
            folder,
            state,
        })
    }
}

/// `#[cfg(…)]` or `#[cfg_attr(…)]`.
fn is_cfg(attribute: &Attribute) -> bool {
    let path = attribute.path();
    path.is_ident("cfg") || path.is_ident("cfg_attr")
}

/// The expected arguments, at the span of this error.
fn usage(error: &syn::Error) -> syn::Error {
    let usage = "expected `routes!(\"app\")` or `routes!(pub mod name = \"folder\")`, optionally followed by `, state = AppState`";
    syn::Error::new(error.span(), format!("{} {usage}", Code::Arguments))
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
        let message = format!(
            "{} `{path}` does not end in a folder name; write `pub mod app = \"{path}\"`",
            Code::NoModuleName
        );
        return Err(syn::Error::new(folder.span(), message));
    }
    Ok(Ident::new(&names::identifier(last), folder.span()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::ToTokens;

    fn read(arguments: &str) -> Result<String, String> {
        let input: Input = syn::parse_str(arguments).map_err(|error| error.to_string())?;
        let visibility = input.visibility.to_token_stream();
        let state = input
            .state
            .map(|state| format!(" with {}", state.to_token_stream()));
        let (module, folder) = (input.module, input.folder.value());
        Ok(format!(
            "{visibility} {module} from {folder}{}",
            state.unwrap_or_default()
        ))
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
        ] {
            assert_eq!(read(arguments).as_deref(), Ok(expected), "{arguments}");
        }
    }

    #[test]
    fn mistakes_in_arguments_are_reported() {
        for (arguments, expected) in [
            ("", "[R0101] expected `routes!(\"app\")`"),
            ("app", "expected `routes!(\"app\")`"),
            (r#"".""#, "[R0103] `.` does not end in a folder name"),
            (
                r#""app", stat = X"#,
                "optionally followed by `, state = AppState`",
            ),
            (
                r#""app" state = X"#,
                "optionally followed by `, state = AppState`",
            ),
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
