/** A proxy before Redis that breaks what it is told to break. For the tests of every module. */
package starmap.fault;
