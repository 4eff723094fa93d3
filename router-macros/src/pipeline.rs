//! The phases in order; the only file that knows the order.

use crate::{
    caller::Folder, check, diagnostics, expand, expand::Found, input::Input, scan, tree, watch,
};
use proc_macro2::TokenStream;

/// Arguments → folder → files → tree → checks → code.
pub(crate) fn run(arguments: TokenStream) -> TokenStream {
    let input: Input = match syn::parse2(arguments) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let name = input.folder.value();
    let name = name.trim_end_matches('/');
    let folder = Folder::find(name);

    let (files, mut problems) = scan::scan(&folder.path, name);
    let (tree, found) = tree::build(&files, name);
    problems.extend(found);
    problems.extend(check::check(&tree, name));
    let problems = diagnostics::sorted(problems);

    let unwatched = if problems.is_empty() {
        watch::unwatched(name)
    } else {
        None
    };
    let expansion = expand::expand(&Found {
        input: &input,
        folder: &folder.from_caller,
        files: &files,
        tree: &tree,
        problems: &problems,
        unwatched,
    });
    if std::env::var_os("ROUTER_MACROS_DEBUG").is_some_and(|value| value == "1") {
        eprintln!("{expansion}");
    }
    expansion
}
