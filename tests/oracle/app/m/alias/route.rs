use router_runtime::prelude::*;

pub async fn handler(method: Method) -> String {
    format!("alias {method}")
}

pub use handler as GET;
pub use handler as POST;
pub use handler as PUT;
