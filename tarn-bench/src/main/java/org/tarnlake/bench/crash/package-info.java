/** The peers as victims of power cuts; the campaign itself is among the tests of tarn-core. */
package org.tarnlake.bench.crash;
