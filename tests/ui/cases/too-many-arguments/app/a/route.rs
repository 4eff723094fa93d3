use router_runtime::prelude::*;

#[expect(clippy::too_many_arguments, reason = "the mistake of this case")]
pub async fn GET(
    _: Method,
    _: Method,
    _: Method,
    _: Method,
    _: Method,
    _: Method,
    _: Method,
    _: Method,
    _: Method,
    _: Method,
    _: Method,
    _: Method,
    _: Method,
    _: Method,
    _: Method,
    _: Method,
    _: Method,
) {
}
