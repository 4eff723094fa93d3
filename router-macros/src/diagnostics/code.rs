//! The codes of all compile errors, including those of `router-runtime`.
//!
//! A code is stable: it is never given to another mistake.

/// One row per code: variant, number, meaning.
macro_rules! codes {
    ($($variant:ident = $number:literal, $meaning:literal;)*) => {
        /// The code of one kind of mistake.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[cfg_attr(not(test), expect(dead_code, reason = "`router-runtime` reports some of these codes"))]
        pub(crate) enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        impl Code {
            /// `R0101`
            pub(crate) fn number(self) -> &'static str {
                match self {
                    $(Self::$variant => $number,)*
                }
            }

            /// Every code with its meaning.
            #[cfg(test)]
            pub(crate) const ALL: &[(Self, &'static str)] = &[$((Self::$variant, $meaning),)*];
        }
    };
}

codes! {
    // The call of `routes!`, folder names and URLs.
    Arguments = "R0101", "invalid arguments of `routes!`";
    CfgInside = "R0102", "`#[cfg]` inside `routes!`";
    NoModuleName = "R0103", "the folder of `routes!` has no name for a module";
    NotAtTheRoot = "R0104", "`routes!` is not called at the root of the crate";
    NoFolder = "R0105", "the app folder does not exist";
    Unreadable = "R0106", "a file or folder cannot be read";
    NameNotUtf8 = "R0107", "a folder name is not UTF-8";
    ControlCharacter = "R0108", "a folder name contains a control character";
    ParallelRoute = "R0109", "a folder name of a parallel route: `@slot`";
    InterceptingRoute = "R0110", "a folder name of an intercepting route: `(.)name`";
    RouteGroup = "R0111", "a malformed route group: `(group`";
    Brackets = "R0112", "unmatched brackets in a folder name: `[slug`";
    UnnamedParameter = "R0113", "a parameter without a name: `[]`";
    SeveralParameters = "R0114", "several parameters in one folder name: `[a, b]`";
    MixedParameter = "R0115", "a parameter next to other text: `[slug].json`";
    OptionalParameter = "R0116", "an optional parameter that is not a catch-all: `[[slug]]`";
    CatchAllDots = "R0117", "a catch-all without exactly three dots: `[..slug]`";
    ParameterName = "R0118", "an invalid parameter name: `[a,]`";
    PercentEncoding = "R0119", "invalid percent-encoding in a folder name: `%zz`";
    ForbiddenCharacter = "R0120", "a folder name that decodes to an unreachable segment: `%2F`";
    CatchAllNotLast = "R0121", "a segment after a catch-all";
    ParameterNames = "R0122", "different parameter names at one position";
    CatchAlls = "R0123", "a catch-all and an optional catch-all at one position";
    OptionalCatchAll = "R0124", "an optional catch-all and a file at its base";
    ParameterTwice = "R0125", "one parameter name twice in a path";
    PageAndRoute = "R0126", "a page and a route at one URL";
    SameUrl = "R0127", "two pages or two routes at one URL";
    OtherRouter = "R0128", "a parameter in the syntax of another router: `:slug`";
    LinkedTwice = "R0129", "a link to a folder whose files are routed elsewhere";
    SameName = "R0130", "two folder names that differ only in how letters are encoded, or in case";
    InvisibleCharacter = "R0131", "a folder name contains an invisible character";
    NameTaken = "R0132", "the name of the generated module is taken";
    StateNotClone = "R0133", "the state is not `Clone`, `Send` and `Sync`";
    NoRuntime = "R0134", "a crate without `router-runtime` under its own name";
    ManyParameters = "R0135", "more than 24 parameters in a path";

    // Files and their exports.
    FileName = "R0201", "a misspelled file name";
    FileNotUtf8 = "R0203", "a file is not UTF-8";
    NoExport = "R0204", "a file exports none of its functions";
    NotPublic = "R0205", "an export is not `pub`";
    Misspelled = "R0206", "a misspelled export";
    NotAFunction = "R0207", "an export is not a function";
    Method = "R0208", "an unsupported HTTP method";
    WrongFile = "R0209", "an export that belongs in another kind of file";
    NotReexported = "R0210", "an export that is only imported";
    HiddenExport = "R0211", "an export from a glob import or a macro call";
    ReexportedGenerator = "R0212", "a re-exported generator function";
    UnsupportedFile = "R0213", "a file of Next.js that is not supported";
    UnusedHandler = "R0214", "a handler in a file that is neither a route nor a module";
    NoRoutes = "R0215", "an app folder without routes";

    // Handlers, their parameters and types.
    GenericHandler = "R0301", "a generic handler";
    ImplTrait = "R0302", "a handler with an argument of type `impl Trait`";
    Qualifier = "R0303", "a handler that is `unsafe`, `extern` or `const`";
    TooManyArguments = "R0304", "a handler with more than 16 arguments";
    PathCount = "R0305", "`Path` with another number of parameters than the folders";
    PathList = "R0306", "`Path` with one value for a catch-all";
    PathField = "R0307", "a field of a `Path` struct that is not a parameter";
    Extractor = "R0308", "an argument of a handler is not an extractor";
    PartsExtractor = "R0309", "an argument that cannot read the body is not an extractor of request parts";
    Response = "R0310", "a handler does not return a response";
    ReexportedHandler = "R0311", "a re-exported function is not a handler";
    NoParameters = "R0312", "`generate_static_params` in a path without parameters";
    StaticParams = "R0313", "`generate_static_params` does not return `Vec<Params>`";
    Route = "R0314", "an argument is not a route";
    NoState = "R0315", "`State` without `state = …` in `routes!`";
    NotDeserialize = "R0316", "an extractor of a type without `Deserialize`";
    NotSerialize = "R0317", "`Json` of a type without `Serialize` as a response";
    PrivateType = "R0318", "a private type in the signature of a handler";
    GeneratorArgument = "R0319", "an argument of `generate_static_params` or `generate_sitemaps` that is not `State`";
    QuestionMark = "R0320", "`?` on an error that does not convert into `Error`";
    NotAnInternalError = "R0321", "`internal` on an error that does not convert into `Error`";

    // Route config.
    ConfigNotPublic = "R0401", "a config constant is not `pub`";
    ConfigStatic = "R0402", "a config constant is a `static`";
    ConfigReexport = "R0403", "a config constant is re-exported";
    ConfigName = "R0404", "a misspelled config constant";
    ConfigType = "R0405", "a config constant of the wrong type";
    ConfigValue = "R0406", "an unknown value of a config constant";
    Runtime = "R0407", "a `runtime` of Next.js";
    RevalidateTrue = "R0408", "`revalidate = true`";
    NoDuration = "R0409", "`max_duration = 0`";
    ConfigOutsideRoutes = "R0410", "a config constant in a file that is not a route";
    NoStaticParams = "R0411", "`dynamic_params = false` without `generate_static_params`";

    // Caching.
    NothingToRevalidate = "R0501", "`revalidate` without a `GET` handler";
    DynamicAndCached = "R0502", "`force-dynamic` together with `revalidate`";
    ExpiresTooEarly = "R0503", "`cache_expire` below `revalidate`";
    ReadsRequest = "R0504", "a cached handler reads the request";
    Invalidates = "R0505", "a cached handler takes `Cache`";
    LayoutReadsRequest = "R0506", "the layout of a cached page reads the request";
    TooManyTags = "R0507", "more than 128 cache tags";
    LongTag = "R0508", "a cache tag of more than 256 bytes";
    RejectsBlank = "R0509", "a handler that sees blank requests takes an extractor that rejects them";
    NotCached = "R0510", "`CacheEntry` in a handler that is not cached";
    CookieHeader = "R0511", "`cookie` in `cache_vary`";
    CookieName = "R0512", "a name in `cache_cookies` that no cookie has";
    DataFailure = "R0513", "`cached` with a future whose error does not convert into `Error`";

    // Middleware, layouts and pages for errors.
    UnusedMiddleware = "R0602", "a middleware without routes below it";
    UnusedLayout = "R0603", "a layout without pages below it";
    NoChildren = "R0604", "a layout does not take `Children`";
    Children = "R0605", "`Children` outside a layout";
    MiddlewareSignature = "R0606", "`middleware` has the wrong signature";
    LayerSignature = "R0607", "`layer` has the wrong signature";
    LayerOfNothing = "R0608", "layers of a method that the file does not export";
    UnusedErrorPage = "R0609", "a `not-found.rs` without routes below it, or an `error.rs` without pages";
    ErrorContext = "R0610", "`ErrorContext` outside `error.rs` and `not-found.rs`";

    // Metadata and public files.
    MetadataUrl = "R0701", "a metadata file shares its URL with another file";
    SitemapUrls = "R0702", "a parameter at the URLs of generated sitemaps";
    PublicFile = "R0703", "a file in `public` has the URL of a route";
    MetadataNotAtTheRoot = "R0704", "`robots` or `favicon` below the root of the site";
    SitemapId = "R0705", "`SitemapId` without `generate_sitemaps`";
    SitemapPath = "R0706", "`Path` in a sitemap with `generate_sitemaps`";
    SitemapsBelowParameter = "R0707", "`generate_sitemaps` below a parameter";
    Sitemaps = "R0708", "`generate_sitemaps` does not return a list of ids";

    // Everything else.
    Unwatched = "R0801", "cargo does not notice new files of the app folder";
    Internal = "R0802", "the macro generated invalid Rust: a bug in the macro";
}
