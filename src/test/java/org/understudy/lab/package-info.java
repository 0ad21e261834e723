/** The program as its users meet it: real agents on real nodes, real docker, real ext4. */
package org.understudy.lab;
