/** Claims jobs and renders them chunk by chunk. The parts are put together here; each sub-package stands alone. */
package dev.parley.worker;
