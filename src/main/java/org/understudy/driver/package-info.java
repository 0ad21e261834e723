/**
 * What touches the machine: addresses, disks, filesystems, containers, applications. A driver is
 * one file and one line in {@code Drivers}. Only user of docker-java.
 *
 * <p>May import: config, exec, model.
 */
package org.understudy.driver;
