/** What a server needs that runs as somebody's child: a folder of its own, a port that stays, an end with its parent. */
package dev.parley.child;
