//! The phases in order; the only file that knows the order.

use crate::{
    caller::Folder, check, diagnostics, expand, expand::Found, input::Input, placement, scan, tree,
    watch,
};
use proc_macro2::{Span, TokenStream};

/// Arguments → folder → files → tree → checks → code.
pub(crate) fn run(arguments: TokenStream) -> TokenStream {
    let input: Input = match syn::parse2(arguments) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    if let Some(problem) = placement::misplaced() {
        let text = diagnostics::render(&problem);
        return syn::Error::new(Span::call_site(), text).into_compile_error();
    }
    let name = input.folder.value();
    let name = name.trim_end_matches('/');
    let folder = Folder::find(name);

    let (files, mut problems) = scan::scan(&folder.path, name);
    let (tree, found) = tree::build(&files, name);
    problems.extend(found);
    problems.extend(check::check(&tree, name));
    let public = scan::public(&Folder::find(scan::PUBLIC).path);
    problems.extend(check::public(
        &tree,
        public.as_deref().unwrap_or_default(),
        name,
    ));
    if problems.is_empty() {
        problems.extend(check::above_nothing(&tree, name));
    }
    let problems = diagnostics::sorted(problems);

    let unwatched = if problems.is_empty() {
        let has_public = public.is_some();
        watch::unwatched(name)
            .or_else(|| has_public.then(|| watch::unwatched(scan::PUBLIC)).flatten())
    } else {
        None
    };
    let expansion = expand::expand(&Found {
        input: &input,
        folder: &folder.from_caller,
        files: &files,
        tree: &tree,
        problems: &problems,
        public: public.is_some(),
        if_cached: &check::if_cached(&tree, name),
        unwatched,
    });
    if std::env::var_os("ROUTER_MACROS_DEBUG").is_some_and(|value| value == "1") {
        eprintln!("{expansion}");
    }
    expansion
}
