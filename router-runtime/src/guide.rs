#![doc = include_str!("docs/guide/links.txt")]
#![doc = include_str!("docs/guide/README.md")]

/// One module per chapter. The definitions of links come first, because the first definition of a link applies: here it leads to a
/// module, and in the file on a forge to another file.
macro_rules! chapters {
    ($($name:ident)*) => {
        $(
            #[doc = include_str!("docs/guide/links.txt")]
            #[doc = include_str!(concat!("docs/guide/", stringify!($name), ".md"))]
            pub mod $name {}
        )*
    };
}

chapters! {
    axum
    caching
    compile_errors
    compression
    config
    cookies
    crates
    data
    database
    deploying
    errors
    fetch
    folders_and_files
    forms
    getting_started
    handlers
    invalidation
    json_api
    layers
    limits
    login
    metadata
    middleware
    nextjs
    observability
    pages
    performance
    prerendering
    proxies
    recipes
    restart
    rules
    server
    sessions
    several_instances
    state
    streaming
    testing
    troubleshooting
    uploads
}
